package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The collector as a tool on its own: one snapshot, on standard output, without Kafka. */
class CollectorToolTest {
    @TempDir
    private Path directory;

    private StubApiServer stub;

    @BeforeEach
    void start() throws IOException {
        stub = new StubApiServer();
        stub.add(Kind.POD, "web", "").add(Kind.NODE, "n1", "");
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    @Test
    void onceOnStandardOutputIsTheRecordsAndNothingElse() throws Exception {
        try (CollectorProcess collector = run(Map.of(), "--once", "--stdout")) {
            assertThat(collector.exitCode()).as(collector.err()).isZero();

            List<JsonValue> records = records(collector);
            assertThat(records)
                    .extracting(record -> record.at("type").text())
                    .containsExactly("begin", "chunk", "chunk", "end");
            assertThat(records.get(3).at("status").text()).isEqualTo("complete");
            assertThat(collector.err())
                    .containsPattern("INFO Collector - snapshot [0-9a-f-]{36} complete: 2 chunks, ")
                    .hasLineCount(1);
        }
    }

    @Test
    void aKindThatIsMissingMakesItThree() throws Exception {
        stub.behave(Kind.NODE, StubAnswers.refuse(403, "no"));
        try (CollectorProcess collector = run(Map.of(), "--once", "--stdout")) {
            assertThat(collector.exitCode()).isEqualTo(3);

            assertThat(collector.err()).contains("WARN", "missing Node (403 no)");
            List<JsonValue> records = records(collector);
            assertThat(records.get(records.size() - 1).at("status").text()).isEqualTo("partial");
        }
    }

    @Test
    void aClusterThatDoesNotAnswerMakesItOne() throws Exception {
        stub.behave(StubApiServer.KUBE_SYSTEM, StubAnswers.refuse(401, "Unauthorized"));
        try (CollectorProcess collector = run(Map.of(), "--once", "--stdout")) {
            assertThat(collector.exitCode()).isEqualTo(1);

            assertThat(collector.out()).isEmpty();
            assertThat(collector.err())
                    .contains("ERROR Collector - cycle failed: Kubernetes API at " + stub.url() + ": 401 Unauthorized")
                    .hasLineCount(1);
        }
    }

    @Test
    void onceWithABrokerThatIsAwayMakesItOne() throws Exception {
        try (CollectorProcess collector =
                run(Map.of("KAFKA_BROKERS", "127.0.0.1:1", "COLLECTION_INTERVAL", "2s"), "--once")) {
            assertThat(collector.exitCode()).isEqualTo(1);

            assertThat(collector.log())
                    .contains("ERROR Collector - cycle failed: Kafka at 127.0.0.1:1: connection refused")
                    .hasLineCount(1);
        }
    }

    @Test
    void onStandardOutputWithoutOnceItGoesOnUntilItIsToldToEnd() throws Exception {
        try (CollectorProcess collector = run(Map.of(), "--stdout", "--collection-interval=200ms")) {
            collector.awaitReady();
            Awaitility.await()
                    .atMost(CollectorProcess.LONG)
                    .until(() -> collector.out().split("\"end\"", -1).length > 3);

            assertThat(collector.terminate()).isLessThan(Duration.ofSeconds(5));
            assertThat(collector.err()).contains(" READY url=http://127.0.0.1:");
            assertThat(records(collector)).hasSizeGreaterThanOrEqualTo(12);
        }
    }

    @Test
    void whatChangesIsPrintedAtOnce() throws Exception {
        try (CollectorProcess collector = run(Map.of("KINDS", "Pod", "WATCH", "true"), "--stdout")) {
            collector.awaitReady();
            stub.feed().event(Kind.POD, "DELETED", TestObjects.object(Kind.POD, "web", 0, ""));

            Awaitility.await()
                    .atMost(CollectorProcess.LONG)
                    .until(() -> collector.out().contains("\"event\":\"DELETED\""));
            assertThat(records(collector))
                    .extracting(record -> record.at("type").text())
                    .containsExactly("begin", "chunk", "end", "delta");
        }
    }

    /** The reader takes the first line and goes; the pipe breaks while the collector goes on. */
    @ParameterizedTest
    @ValueSource(strings = {"--once", "--collection-interval=1h"})
    void itEndsQuietlyWhenNobodyReadsItsOutputAnyMore(String option) throws Exception {
        stub.addMany(Kind.POD, 3_000, "\"status\":{\"phase\":\"%s\"}".formatted("x".repeat(2_000)));
        Path err = directory.resolve("collector.err");
        ProcessBuilder shell =
                new ProcessBuilder("bash", "-c", "\"$@\" 2>\"$ERR\" | head -1; exit ${PIPESTATUS[0]}", "pipe");
        shell.command().addAll(CollectorProcess.command("--stdout", option));
        shell.environment()
                .putAll(Map.of(
                        "ERR",
                        err.toString(),
                        "KINDS",
                        "Node,Pod",
                        "KUBECONFIG",
                        stub.kubeconfig(directory).toString()));
        try (CollectorProcess collector = CollectorProcess.of(shell, directory)) {
            assertThat(collector.exitCode()).as(collector.log()).isEqualTo(1);

            assertThat(collector.out()).contains("\"type\":\"begin\"").hasLineCount(1);
            assertThat(err).content().doesNotContain("WARN", "ERROR", "Exception");
        }
    }

    @Test
    void aDiskThatIsFullIsSaid() throws Exception {
        ProcessBuilder shell = new ProcessBuilder("bash", "-c", "\"$@\" >/dev/full", "full");
        shell.command().addAll(CollectorProcess.command("--stdout", "--collection-interval=1h"));
        shell.environment().put("KUBECONFIG", stub.kubeconfig(directory).toString());
        try (CollectorProcess collector = CollectorProcess.of(shell, directory)) {
            assertThat(collector.exitCode()).as(collector.log()).isEqualTo(1);

            assertThat(collector.err())
                    .contains("ERROR Collector - cycle failed: standard output: No space left on device");
        }
    }

    private CollectorProcess run(Map<String, String> environment, String... arguments) throws IOException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("KUBECONFIG", stub.kubeconfig(directory).toString());
        return CollectorProcess.start(directory, all, arguments);
    }

    private static List<JsonValue> records(CollectorProcess collector) {
        return collector
                .out()
                .lines()
                .peek(line -> assertThat(
                                Records.schema("cluster-info-v2.schema.json").validate(line, InputFormat.JSON))
                        .as(line)
                        .isEmpty())
                .map(line -> JsonValue.read(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8))))
                .toList();
    }
}
