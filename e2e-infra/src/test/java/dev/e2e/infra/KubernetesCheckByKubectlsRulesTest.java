package dev.e2e.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.e2e.kubeconfig.TestAuthority;
import dev.e2e.kubeconfig.TestProxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The check goes the way of the collector: plugins, proxies and servers without a scheme, against a server with TLS. */
@Timeout(60)
class KubernetesCheckByKubectlsRulesTest {
    @TempDir
    Path directory;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private TestAuthority authority;
    private HttpsServer server;

    @BeforeEach
    void start() throws Exception {
        authority = new TestAuthority("cluster");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
        server.setHttpsConfigurator(new HttpsConfigurator(
                authority.context(authority.server(tomorrow, "ip:127.0.0.1", "api.only-the-proxy-knows.example"))));
        server.createContext("/", exchange -> {
            try (exchange) {
                seen.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                byte[] body = "{\"gitVersion\":\"v1.99.0\"}".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aPluginSaysWhoWeAre() throws Exception {
        plugin("""
                echo "warning: this version is old" >&2
                echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"of-the-plugin"}}'
                """);

        assertReachable(check(kubeconfig("https://" + address(), "", plugin()), Map.of()));
        assertThat(seen).containsExactly("Bearer of-the-plugin");
    }

    @Test
    void aPluginThatFailsIsTheReasonAndNobodyIsAsked() throws Exception {
        plugin("echo MUST-NOT-BE-SHOWN; echo 'please log in' >&2; exit 3");

        Map<String, String> report = check(kubeconfig("https://" + address(), "", plugin()), Map.of());

        assertThat(report)
                .containsEntry("kubernetes.state", "unreachable")
                .containsEntry("kubernetes.server", "https://" + address())
                .containsEntry("kubernetes.reason", "exec plugin './plugin' exited with 3: please log in");
        assertThat(report.values()).noneMatch(value -> value.contains("MUST-NOT-BE-SHOWN"));
        assertThat(seen).isEmpty();
    }

    @Test
    void aProxyOfTheClusterIsAsked() throws Exception {
        try (TestProxy proxy = new TestProxy(server.getAddress().getPort())) {
            String cluster = ", proxy-url: \"" + proxy.url() + "\"";

            assertReachable(
                    check(kubeconfig("https://api.only-the-proxy-knows.example", cluster, "token: t"), Map.of()));
            assertThat(proxy.requests()).containsOnly("CONNECT api.only-the-proxy-knows.example:443 HTTP/1.1");
        }
    }

    @Test
    void aProxyOfTheEnvironmentIsAskedButNotForThisMachine() throws Exception {
        try (TestProxy proxy = new TestProxy(server.getAddress().getPort())) {
            Map<String, String> environment = Map.of("https_proxy", proxy.url());

            assertReachable(check(kubeconfig("https://api.only-the-proxy-knows.example", "", "token: t"), environment));
            assertThat(proxy.requests()).hasSize(1);
            assertReachable(check(kubeconfig("https://" + address(), "", "token: t"), environment));
            assertThat(proxy.requests()).hasSize(1);
        }
    }

    @Test
    void aServerWithoutASchemeIsSpokenToInTlsWhereItsAuthorityIsNamed() throws Exception {
        assertThat(check(kubeconfig(address(), "", "token: t"), Map.of()))
                .containsEntry("kubernetes.state", "reachable")
                .containsEntry("kubernetes.server", "https://" + address());
    }

    private String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private static void assertReachable(Map<String, String> report) {
        assertThat(report)
                .containsEntry("kubernetes.reason", "")
                .containsEntry("kubernetes.state", "reachable")
                .containsEntry("kubernetes.version", "v1.99.0");
    }

    private Map<String, String> check(Path kubeconfig, Map<String, String> environment) throws Exception {
        Map<String, String> all = new HashMap<>(environment);
        all.put("HOME", directory.toString());
        return Check.runAll(List.of(new KubernetesCheck(kubeconfig.toString(), "", all)), Duration.ofSeconds(30))
                .get(0)
                .values();
    }

    private void plugin(String script) throws Exception {
        Path plugin = Files.writeString(directory.resolve("plugin"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwx------"));
    }

    private static String plugin() {
        return "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, interactiveMode: Never}";
    }

    private Path kubeconfig(String url, String cluster, String user) throws Exception {
        return Files.writeString(directory.resolve("kubeconfig"), """
                current-context: c
                clusters: [{name: c, cluster: {server: "%s", certificate-authority-data: %s%s}}]
                users: [{name: u, user: {%s}}]
                contexts: [{name: c, context: {cluster: c, user: u}}]
                """.formatted(
                        url, TestAuthority.base64(authority.pem()), cluster, user));
    }
}
