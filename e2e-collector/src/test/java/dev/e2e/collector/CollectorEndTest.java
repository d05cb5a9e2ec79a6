package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.infra.EmbeddedKafka;
import java.io.IOException;
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

/** How it ends, with a real broker: by itself with its exit code, or at TERM, wherever that finds it. */
class CollectorEndTest {
    private static final String TOPIC = "cluster-info";

    @TempDir
    private Path directory;

    private EmbeddedKafka kafka;
    private StubApiServer stub;

    @BeforeEach
    void start() throws IOException {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), List.of(TOPIC));
        stub = new StubApiServer();
        stub.add(Kind.NODE, "n1", "").add(Kind.SERVICE, "s", "");
    }

    @AfterEach
    void stop() {
        stub.close();
        kafka.close();
    }

    @Test
    void onceEndsWithZeroWhenKafkaHasAllAndWithThreeWhenAKindIsMissing() throws Exception {
        try (CollectorProcess collector = run(Map.of(), "--once")) {
            assertThat(collector.exitCode()).as(collector.log()).isZero();
        }
        assertThat(read().assertOneSoundSnapshot().end().at("status").text()).isEqualTo("complete");

        stub.behave(Kind.NODE, StubAnswers.refuse(403, "no"));
        try (CollectorProcess collector = run(Map.of(), "--once")) {
            assertThat(collector.exitCode()).as(collector.log()).isEqualTo(3);
        }
        Records both = read();
        assertThat(both.value(both.all().size() - 1).at("status").text()).isEqualTo("partial");
    }

    @Test
    void termWhileABusyServerIsWaitedForEndsTheSnapshotAsPartial() throws Exception {
        stub.behave(Kind.SERVICE, StubAnswers.busy(1_000, "50"));
        try (CollectorProcess collector = run(Map.of("PARALLEL_LISTS", "1"))) {
            awaitRequestFor(Kind.SERVICE);

            assertThat(collector.terminate()).isLessThan(Duration.ofSeconds(5));

            assertThat(collector.log())
                    .contains("missing Service (the collector was told to end before this was read)")
                    .doesNotContain("cycle failed", "Exception");
        }
        Records records = read().assertOneSoundSnapshot();
        assertThat(records.only(Kind.NODE).at("name").text()).isEqualTo("n1");
        assertThat(records.end().at("status").text()).isEqualTo("partial");
    }

    @Test
    void termEndsItAlsoWhereTheBrokerIsGoneInTheMiddleOfACycle() throws Exception {
        stub.behave(Kind.SERVICE, stub.hangInTheMiddle());
        try (CollectorProcess collector = run(Map.of("PARALLEL_LISTS", "1"))) {
            awaitRequestFor(Kind.SERVICE);
            kafka.close();

            assertThat(collector.terminate()).isLessThan(Duration.ofSeconds(12));

            assertThat(collector.exitCode()).isEqualTo(143);
            assertThat(collector.log()).doesNotContain("did not end within", "READY");
        }
    }

    private void awaitRequestFor(Kind kind) {
        Awaitility.await()
                .atMost(CollectorProcess.LONG)
                .until(() -> !stub.requests(kind).isEmpty());
    }

    private CollectorProcess run(Map<String, String> more, String... options) throws IOException {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("KUBECONFIG", stub.kubeconfig(directory).toString());
        environment.put("KAFKA_BROKERS", kafka.bootstrapServers());
        environment.put("KINDS", "Node,Service");
        return CollectorProcess.start(directory, environment, options);
    }

    private Records read() {
        return Records.read(kafka.bootstrapServers(), TOPIC);
    }
}
