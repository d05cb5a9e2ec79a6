package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.infra.EmbeddedKafka;
import dev.e2e.infra.EmbeddedKubernetes;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The collector as users run it: a process of its own, set up by its environment. */
class CollectorProcessTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Pattern READY = Pattern.compile(" READY url=(\\S+)");

    @TempDir
    private static Path shared;

    private static EmbeddedKafka kafka;
    private static EmbeddedKubernetes kubernetes;

    @TempDir
    private Path directory;

    private final List<Process> started = new ArrayList<>();

    @BeforeAll
    static void startCluster() {
        kafka = EmbeddedKafka.start(shared.resolve("kafka"), List.of("cluster-info"));
        kubernetes = EmbeddedKubernetes.start(shared.resolve("kubernetes"));
    }

    @AfterAll
    static void stopCluster() {
        kubernetes.close();
        kafka.close();
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void itCollectsTellsHowItIsAndEndsSoonAfterTerm() throws Exception {
        Process collector = start(Map.of(
                "COLLECTION_INTERVAL",
                "1s",
                "KUBECONFIG",
                kubernetes.kubeconfig().toString()));
        String url = awaitReady(collector);
        Awaitility.await().atMost(LONG).until(() -> log().split(" complete: ", -1).length > 2);

        assertThat(get(url + "/readyz")).isEqualTo("200 ok\n");
        assertThat(get(url + "/healthz")).isEqualTo("200 ok\n");
        String status = get(url + "/status");
        assertThat(status).startsWith("200 {\"ready\":true,\"last_cycle\":{\"snapshot_id\":\"");
        assertThat(status).contains("\"status\":\"complete\"").endsWith("\"errors\":[]}");
        assertThat(get(url + "/metrics"))
                .contains("e2e_collector_cycles_total{status=\"complete\"}")
                .contains("e2e_collector_objects{kind=\"Pod\"}")
                .contains("e2e_collector_last_success_timestamp_seconds");
        assertThat(log()).containsPattern("INFO Collector - snapshot [0-9a-f-]{36} complete: [0-9]+ chunks, .* Pod, ");
        assertThat(log()).doesNotContain("Exception", "org.apache.kafka");

        long before = System.nanoTime();
        collector.destroy();
        assertThat(collector.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));

        List<List<Integer>> snapshots = snapshots();
        Records all = Records.read(kafka.bootstrapServers(), "cluster-info");
        List<Integer> first = snapshots.get(0);
        Records snapshot = new Records(all.all().subList(first.get(0), first.get(1))).assertOneSoundSnapshot();
        assertThat(snapshot.end().at("status").text()).isEqualTo("complete");
        assertThat(snapshot.objects(Kind.NODE)).isNotEmpty();
        assertThat(snapshot.objects(Kind.POD))
                .isNotEmpty()
                .anyMatch(pod -> pod.at("deployment_name").text() != null);
        assertThat(snapshot.end().at("kinds").members()).hasSize(Kind.usual().size());
    }

    @Test
    void itSaysWhyThereIsNoSnapshotYetAndGoesOn() throws Exception {
        try (StubApiServer stub = new StubApiServer()) {
            stub.behave(StubApiServer.KUBE_SYSTEM, StubApiServer.refuse(401, "Unauthorized"));
            Process collector =
                    start(Map.of("KUBECONFIG", stub.kubeconfig(directory).toString()));
            String reason = "Kubernetes API at " + stub.url() + ": 401 Unauthorized";
            Awaitility.await().atMost(LONG).until(() -> log().contains(reason + "; next one in 2 s"));

            assertThat(log()).contains("WARN Collector - cycle failed: " + reason + "; next one in 1 s");
            assertThat(READY.matcher(log()).find()).isFalse();

            stub.wellBehaved();
            String url = awaitReady(collector);
            assertThat(get(url + "/readyz")).startsWith("200 ");
        }
    }

    @Test
    void aRunningCycleIsLeftBehindAtTerm() throws Exception {
        try (StubApiServer stub = new StubApiServer()) {
            stub.behave(Kind.SECRET, stub.hangInTheMiddle());
            Process collector =
                    start(Map.of("KUBECONFIG", stub.kubeconfig(directory).toString()));
            Awaitility.await()
                    .atMost(LONG)
                    .until(() -> !stub.requests(Kind.SECRET).isEmpty());

            long before = System.nanoTime();
            collector.destroy();
            assertThat(collector.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
            assertThat(log()).doesNotContain("Exception", "cycle failed");
        }
    }

    @Test
    void aBrokerThatIsAwayIsSaidInOneLineACycleAndDoesNotDelayTheEnd() throws Exception {
        String kubeconfig = kubernetes.kubeconfig().toString();
        Process collector = start(Map.of(
                "KUBECONFIG",
                kubeconfig,
                "KAFKA_BROKERS",
                "127.0.0.1:1",
                "COLLECTION_INTERVAL",
                "2s",
                "HTTP_PORT",
                "0"));
        String line = "cycle failed: Kafka at 127.0.0.1:1: connection refused; next one in 2 s";
        Awaitility.await().atMost(LONG).until(() -> log().contains(line));

        long before = System.nanoTime();
        collector.destroy();
        assertThat(collector.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        assertThat(log().lines()
                        .filter(each -> !each.contains("cycle failed: Kafka at 127.0.0.1:1: connection refused")))
                .as(log())
                .hasSize(1);
    }

    @Test
    void settingsThatCannotBeUsedAreRefusedByName() throws Exception {
        assertThat(refusal(Map.of("COLLECTION_INTERVAL", "soon")))
                .isEqualTo("COLLECTION_INTERVAL: expected a duration such as 60s or 2m, got 'soon'");
        assertThat(refusal(Map.of("KUBECONFIG", "/no/such/file")))
                .isEqualTo("KUBECONFIG: expected a file that exists, or several separated by ':',"
                        + " got '/no/such/file'");
        Path bad = Files.writeString(directory.resolve("bad"), "just text");
        assertThat(refusal(Map.of("KUBECONFIG", bad.toString(), "KAFKA_BROKERS", "127.0.0.1:1")))
                .startsWith("KUBECONFIG: expected a kubeconfig (")
                .endsWith("got '" + bad + "'")
                .hasLineCount(1);
        assertThat(refusal(Map.of("KINDS", "Pod,Sercet"))).startsWith("KINDS: expected kinds out of Namespace,");
        assertThat(refusal(Map.of("NAMESPACES", "shop,Bank")))
                .isEqualTo("NAMESPACES: expected names of namespaces, separated by commas ('Bank' cannot be one),"
                        + " got 'shop,Bank'");
    }

    @Test
    void helpNamesEverySetting() throws Exception {
        Process help = start(Map.of(), "--help");

        assertThat(help.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(help.exitValue()).isZero();
        assertThat(log())
                .contains(
                        "KAFKA_BROKERS",
                        "KAFKA_TOPIC",
                        "KUBECONFIG",
                        "KUBE_CONTEXT",
                        "COLLECTION_INTERVAL",
                        "KINDS",
                        "NAMESPACES");
    }

    private String refusal(Map<String, String> environment) throws IOException, InterruptedException {
        Process process = start(environment);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(log()).isEqualTo(2);
        return log().strip();
    }

    /** From and to of each snapshot in the topic that is whole, as indices. */
    private static List<List<Integer>> snapshots() {
        Records records = Records.read(kafka.bootstrapServers(), "cluster-info");
        List<List<Integer>> snapshots = new ArrayList<>();
        int begin = -1;
        for (int i = 0; i < records.all().size(); i++) {
            String type = records.header(i, "type");
            boolean stub = records.all().get(i).key().equals(StubApiServer.CLUSTER_ID);
            if (type.equals("begin") && !stub) {
                begin = i;
            } else if (type.equals("end") && !stub) {
                snapshots.add(List.of(begin, i + 1));
            }
        }
        return snapshots;
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                classPath(),
                CollectorMain.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        Map<String, String> all = new HashMap<>(Map.of("KAFKA_BROKERS", kafka.bootstrapServers()));
        all.putAll(environment);
        builder.environment().remove("KUBECONFIG");
        builder.environment().putAll(all);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    /** Without the tests' own, and with it the tests' configuration of the log. */
    private static String classPath() {
        return String.join(
                File.pathSeparator,
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .filter(entry -> !entry.endsWith("test-classes"))
                        .toList());
    }

    private String awaitReady(Process process) {
        Awaitility.await().atMost(LONG).until(() -> {
            assertThat(process.isAlive()).as(log()).isTrue();
            return READY.matcher(log()).find();
        });
        Matcher ready = READY.matcher(log());
        return ready.find() ? ready.group(1) : "";
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("log"));
        } catch (IOException e) {
            throw new IllegalStateException("no log", e);
        }
    }

    private static String get(String url) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url)).timeout(LONG).build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        return answer.statusCode() + " " + answer.body();
    }
}
