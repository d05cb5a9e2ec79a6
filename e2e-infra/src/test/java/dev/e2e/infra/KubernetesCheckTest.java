package dev.e2e.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class KubernetesCheckTest {
    @TempDir
    Path directory;

    @Test
    void nothingIsConfigured() throws Exception {
        assertThat(check("", ""))
                .containsEntry("kubernetes.state", "unconfigured")
                .containsEntry(
                        "kubernetes.reason",
                        "KUBECONFIG is not set, there is no " + directory.resolve(".kube/config")
                                + ", and this is not a pod");
    }

    @Test
    void findsTheFileInTheHomeDirectoryAsKubectlDoes() throws Exception {
        try (Api api = Api.answering(200)) {
            Files.createDirectory(directory.resolve(".kube"));
            Path usual = kubeconfig(".kube/config", "one", api.url());

            assertThat(check("", ""))
                    .containsEntry("kubernetes.state", "reachable")
                    .containsEntry("kubernetes.context", "one")
                    .containsEntry("kubernetes.kubeconfig", usual.toString())
                    .containsEntry("kubernetes.version", "v1.99.0");
        }
    }

    @Test
    void noneOfTheNamedFilesExists() throws Exception {
        String named = directory.resolve("a") + File.pathSeparator + directory.resolve("b");

        assertThat(check(named, ""))
                .containsEntry("kubernetes.state", "invalid")
                .containsEntry("kubernetes.kubeconfig", named)
                .containsEntry("kubernetes.reason", "KUBECONFIG names " + named + ", where there is no file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"clusters: [", "just a text", "clusters: 5", "\u0000\u0001", "- a\n- b\n"})
    void aFileThatCannotBeParsedIsNamed(String text) throws Exception {
        Path broken = Files.writeString(directory.resolve("broken"), text);

        assertThat(check(broken.toString(), ""))
                .containsEntry("kubernetes.state", "invalid")
                .hasEntrySatisfying(
                        "kubernetes.reason",
                        reason -> assertThat(reason)
                                .startsWith(broken + " cannot be read as a kubeconfig: ")
                                .hasLineCount(1));
    }

    @Test
    void anEmptyFileHasNoContext() throws Exception {
        Path empty = Files.createFile(directory.resolve("empty"));

        assertThat(check(empty.toString(), ""))
                .containsEntry("kubernetes.state", "invalid")
                .hasEntrySatisfying(
                        "kubernetes.reason", reason -> assertThat(reason).contains(empty.toString()));
    }

    @Test
    void aContextThatIsNotThereIsNamedWithThoseThatAre() throws Exception {
        Path file = kubeconfig("config", "one", "http://127.0.0.1:1");

        assertThat(check(file.toString(), "two"))
                .containsEntry("kubernetes.state", "invalid")
                .containsEntry("kubernetes.context", "two")
                .containsEntry("kubernetes.reason", "context 'two' is not in " + file + ", which has one");
    }

    @Test
    void aClusterThatIsNotThereIsNamed() throws Exception {
        Path file = kubeconfig("config", "one", "http://127.0.0.1:1");
        Files.writeString(file, Files.readString(file).replace("cluster: one", "cluster: other"));

        assertThat(check(file.toString(), ""))
                .containsEntry("kubernetes.state", "invalid")
                .containsEntry("kubernetes.reason", "context 'one' names the cluster 'other', which is not in " + file);
    }

    @Test
    void severalFilesAreMergedAndMissingOnesPassedOver() throws Exception {
        try (Api first = Api.answering(200);
                Api second = Api.answering(200)) {
            Path one = kubeconfig("one.yaml", "one", first.url());
            Path two = kubeconfig("two.yaml", "two", second.url());
            String named = String.join(
                    File.pathSeparator, directory.resolve("none").toString(), one.toString(), two.toString());
            String existing = one + File.pathSeparator + two;

            assertThat(check(named, ""))
                    .containsEntry("kubernetes.context", "one")
                    .containsEntry("kubernetes.server", first.url())
                    .containsEntry("kubernetes.kubeconfig", existing)
                    .containsEntry("kubernetes.state", "reachable");
            assertThat(check(named, "two"))
                    .containsEntry("kubernetes.context", "two")
                    .containsEntry("kubernetes.server", second.url())
                    .containsEntry("kubernetes.state", "reachable");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aServerThatLetsNobodyInIsThere(int code) throws Exception {
        try (Api api = Api.answering(code)) {
            assertThat(check(kubeconfig("config", "one", api.url()).toString(), ""))
                    .containsEntry("kubernetes.state", "reachable")
                    .containsEntry("kubernetes.version", "")
                    .containsEntry("kubernetes.reason", "GET " + api.url() + "/version was answered with " + code);
        }
    }

    @Test
    void aServerThatFailsIsNotReachableAndIsAskedOnce() throws Exception {
        try (Api api = Api.answering(503)) {
            assertThat(check(kubeconfig("config", "one", api.url()).toString(), ""))
                    .containsEntry("kubernetes.state", "unreachable")
                    .containsEntry("kubernetes.reason", "GET " + api.url() + "/version was answered with 503");
            assertThat(api.requests()).isEqualTo(1);
        }
    }

    @Test
    void nobodyListens() throws Exception {
        try (Ports ports = Ports.free()) {
            String url = "http://127.0.0.1:" + ports.broker();
            assertThat(check(kubeconfig("config", "one", url).toString(), ""))
                    .containsEntry("kubernetes.state", "unreachable")
                    .containsEntry("kubernetes.server", url)
                    .containsEntry("kubernetes.reason", "GET " + url + "/version: connection refused");
        }
    }

    @Test
    void aServerThatNeverAnswersEndsTheCheckInTime() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + silent.getLocalPort();
            assertThat(check(kubeconfig("config", "one", url).toString(), ""))
                    .containsEntry("kubernetes.state", "unreachable")
                    .containsEntry("kubernetes.reason", "GET " + url + "/version: timed out");
        }
    }

    private Map<String, String> check(String kubeconfig, String context) throws InterruptedException {
        Map<String, String> environment = Map.of("HOME", directory.toString());
        return Check.runAll(List.of(new KubernetesCheck(kubeconfig, context, environment)), Duration.ofSeconds(30))
                .get(0)
                .values();
    }

    private Path kubeconfig(String name, String context, String url) throws Exception {
        Path file = directory.resolve(name);
        Kubeconfig.write(file, url);
        return Files.writeString(file, Files.readString(file).replace(Kubeconfig.CONTEXT, context));
    }

    /** A server that answers everything with one status. */
    private record Api(HttpServer server, AtomicInteger count) implements AutoCloseable {
        static Api answering(int code) throws Exception {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
            AtomicInteger count = new AtomicInteger();
            server.createContext("/", exchange -> {
                try (exchange) {
                    count.incrementAndGet();
                    byte[] body = "{\"gitVersion\":\"v1.99.0\"}".getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(code, body.length);
                    exchange.getResponseBody().write(body);
                }
            });
            server.start();
            return new Api(server, count);
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        int requests() {
            return count.get();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
