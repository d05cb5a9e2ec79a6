package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.infra.EmbeddedKafka;
import dev.e2e.infra.EmbeddedKubernetes;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The collector as users run it: a process of its own, set up by its environment. */
class CollectorProcessTest {
    private static final Duration LONG = CollectorProcess.LONG;

    @TempDir
    private static Path shared;

    private static EmbeddedKafka kafka;
    private static EmbeddedKubernetes kubernetes;

    @TempDir
    private Path directory;

    private final List<CollectorProcess> started = new ArrayList<>();

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
    void stop() {
        started.forEach(CollectorProcess::close);
    }

    @Test
    void itCollectsTellsHowItIsAndEndsSoonAfterTerm() throws Exception {
        CollectorProcess collector = start(Map.of(
                "COLLECTION_INTERVAL",
                "1s",
                "KUBECONFIG",
                kubernetes.kubeconfig().toString()));
        String url = collector.awaitReady();
        Awaitility.await().atMost(LONG).until(() -> collector.log().split(" complete: ", -1).length > 2);

        assertThat(get(url + "/readyz")).isEqualTo("200 ok\n");
        assertThat(get(url + "/healthz")).isEqualTo("200 ok\n");
        String status = get(url + "/status");
        assertThat(status).startsWith("200 {\"ready\":true,\"last_cycle\":{\"snapshot_id\":\"");
        assertThat(status).contains("\"status\":\"complete\"").endsWith("\"errors\":[]}");
        assertThat(get(url + "/metrics"))
                .contains("e2e_collector_cycles_total{status=\"complete\"}")
                .contains("e2e_collector_objects{kind=\"Pod\"}")
                .contains("e2e_collector_last_success_timestamp_seconds");
        assertThat(collector.log())
                .containsPattern("INFO Collector - snapshot [0-9a-f-]{36} complete: [0-9]+ chunks, .* Pod, ");
        assertThat(collector.log()).doesNotContain("Exception", "org.apache.kafka");

        assertThat(collector.terminate()).isLessThan(Duration.ofSeconds(5));

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
            stub.behave(StubApiServer.KUBE_SYSTEM, StubAnswers.refuse(401, "Unauthorized"));
            CollectorProcess collector =
                    start(Map.of("KUBECONFIG", stub.kubeconfig(directory).toString()));
            String reason = "Kubernetes API at " + stub.url() + ": 401 Unauthorized";
            collector.awaitLog(reason + "; next one in 2 s");

            assertThat(collector.log()).contains("WARN Collector - cycle failed: " + reason + "; next one in 1 s");
            assertThat(collector.isReady()).isFalse();

            stub.wellBehaved();
            String url = collector.awaitReady();
            assertThat(get(url + "/readyz")).startsWith("200 ");
        }
    }

    @Test
    void aWatchThatExpiresBringsASnapshotBeforeItsTime() throws Exception {
        try (StubApiServer stub = new StubApiServer()) {
            CollectorProcess collector =
                    start(Map.of("KUBECONFIG", stub.kubeconfig(directory).toString(), "KINDS", "Pod", "WATCH", "true"));
            collector.awaitReady();
            stub.feed().event(Kind.POD, "ERROR", "{\"kind\":\"Status\",\"code\":410,\"message\":\"too old\"}");

            // The interval is a minute.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .until(() -> collector.log().split(" complete: ", -1).length > 2);
            assertThat(collector.log()).contains("watch of Pod: 410 too old; a snapshot brings what was missed");
        }
    }

    @Test
    void aRunningCycleIsMarkedPartialAtTerm() throws Exception {
        try (StubApiServer stub = new StubApiServer()) {
            stub.add(Kind.NODE, "n1", "").behave(Kind.SERVICE, stub.hangInTheMiddle());
            Records.createTopic(kafka.bootstrapServers(), "term");
            CollectorProcess collector = start(Map.of(
                    "KUBECONFIG", stub.kubeconfig(directory).toString(),
                    "KAFKA_TOPIC", "term",
                    "KINDS", "Node,Service,Pod",
                    "PARALLEL_LISTS", "1"));
            Awaitility.await()
                    .atMost(LONG)
                    .until(() -> !stub.requests(Kind.SERVICE).isEmpty());

            assertThat(collector.terminate()).isLessThan(Duration.ofSeconds(5));

            assertThat(collector.log())
                    .contains("missing Service (the collector was told to end before this was read)")
                    .doesNotContain("Exception", "cycle failed", "READY");
            Records records = Records.read(kafka.bootstrapServers(), "term").assertOneSoundSnapshot();
            assertThat(records.only(Kind.NODE).at("name").text()).isEqualTo("n1");
            assertThat(records.end().at("status").text()).isEqualTo("partial");
            assertThat(records.end().at("kinds").members()).doesNotContainKey("Service");
            assertThat(records.end().at("errors").elements())
                    .extracting(error -> error.at("kind").text())
                    .contains("Service");
        }
    }

    @Test
    void aBrokerThatIsAwayIsSaidInOneLineACycleAndDoesNotDelayTheEnd() throws Exception {
        String kubeconfig = kubernetes.kubeconfig().toString();
        CollectorProcess collector = start(Map.of(
                "KUBECONFIG",
                kubeconfig,
                "KAFKA_BROKERS",
                "127.0.0.1:1",
                "COLLECTION_INTERVAL",
                "2s",
                "HTTP_PORT",
                "0"));
        String line = "cycle failed: Kafka at 127.0.0.1:1: connection refused; next one in 2 s";
        collector.awaitLog(line);

        assertThat(collector.terminate()).isLessThan(Duration.ofSeconds(5));
        assertThat(collector
                        .log()
                        .lines()
                        .filter(each -> !each.contains("cycle failed: Kafka at 127.0.0.1:1: connection refused")))
                .as(collector.log())
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
                .isEqualTo("KUBECONFIG: expected a kubeconfig that can be used: " + bad
                        + " cannot be read as a kubeconfig: it should be a mapping");
        assertThat(refusal(Map.of("WATCH", "true", "OUTPUT", "v1")))
                .isEqualTo("WATCH: expected false with OUTPUT=v1, which knows no changes, got 'true'");
        assertThat(refusal(Map.of("PARALLEL_LISTS", "17")))
                .isEqualTo("PARALLEL_LISTS: expected a number from 1 to 16, got '17'");
        assertThat(refusal(Map.of("KINDS", "Pod,Sercet"))).startsWith("KINDS: expected kinds out of Namespace,");
        assertThat(refusal(Map.of("NAMESPACES", "shop,Bank")))
                .isEqualTo("NAMESPACES: expected names of namespaces, separated by commas ('Bank' cannot be one),"
                        + " got 'shop,Bank'");
    }

    @Test
    void helpNamesEverySetting() throws Exception {
        CollectorProcess help = start(Map.of(), "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.log())
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
        CollectorProcess process = start(environment);
        assertThat(process.exitCode()).as(process.log()).isEqualTo(2);
        return process.log().strip();
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

    private CollectorProcess start(Map<String, String> environment, String... arguments) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of("KAFKA_BROKERS", kafka.bootstrapServers()));
        all.putAll(environment);
        CollectorProcess process = CollectorProcess.start(directory, all, arguments);
        started.add(process);
        return process;
    }

    private static String get(String url) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url)).timeout(LONG).build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        return answer.statusCode() + " " + answer.body();
    }
}
