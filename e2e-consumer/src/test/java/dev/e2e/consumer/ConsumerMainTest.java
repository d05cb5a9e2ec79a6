package dev.e2e.consumer;

import static dev.e2e.consumer.RunningConsumer.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The consumer as a process of its own. */
@Timeout(120)
class ConsumerMainTest extends OnOneBroker {
    private static final int TERMINATED = 143;

    @TempDir
    Path directory;

    @BeforeAll
    static void createTopics() throws Exception {
        topics.create("cluster-info", 1, Map.of());
        topics.create("middle", 1, Map.of());
    }

    @Test
    void verifiesTellsAndEndsAtTerm() throws Exception {
        try (ConsumerProcess consumer =
                ConsumerProcess.start(directory, Map.of("KAFKA_BROKERS", kafka.bootstrapServers()))) {
            String url = consumer.awaitUrl();
            assertThat(consumer.get(url + "/readyz").statusCode()).isEqualTo(200);
            assertThat(consumer.get(url + "/healthz").statusCode()).isEqualTo(200);
            SampleSnapshot snapshot = SampleSnapshot.small("cluster-a");

            topics.send("cluster-info", snapshot.records());

            await().until(() -> consumer.out().contains("snapshot " + snapshot.id() + " verified: 3 chunks, 3 Pod,"));
            await().until(() -> consumer.get(url + "/status").body().contains("\"lag\":0"));
            assertThat(consumer.get(url + "/status").body())
                    .startsWith("{\"ready\":true,\"lag\":0,\"lag_seconds\":0.0,\"last_verified\":{\"snapshot_id\":\""
                            + snapshot.id())
                    .contains("\"kinds\":{\"Namespace\":2,\"Pod\":3}", "\"verified\":1");
            assertThat(consumer.get(url + "/metrics").body())
                    .contains(
                            "e2e_consumer_records_total 5.0",
                            "e2e_consumer_snapshots_total{outcome=\"verified\"} 1.0",
                            "e2e_consumer_snapshots_total{outcome=\"failed\"} 0.0",
                            "e2e_consumer_lag_records 0.0",
                            "e2e_consumer_lag_seconds 0.0",
                            "e2e_consumer_duplicates_total 0.0",
                            "e2e_consumer_dead_letters_total 0.0",
                            "e2e_consumer_last_verified_timestamp_seconds");

            Instant asked = Instant.now();
            consumer.terminate();
            assertThat(consumer.awaitExit()).isEqualTo(TERMINATED);
            assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(10));
            assertThat(topics.committed("cluster-info-consumer", "cluster-info"))
                    .hasValue(5L);
            assertThat(consumer.out().lines())
                    .as("one line per event, time first")
                    .allMatch(line -> line.matches("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:.]{12} (READY|INFO|WARN) .*"));
            assertThat(consumer.err()).isEmpty();
        }
    }

    @Test
    void killedInTheMiddleOfASnapshotItsSuccessorVerifiesIt() throws Exception {
        Map<String, String> environment = Map.of("KAFKA_BROKERS", kafka.bootstrapServers(), "KAFKA_TOPIC", "middle");
        SampleSnapshot before = SampleSnapshot.small("cluster-a");
        SampleSnapshot snapshot = SampleSnapshot.small("cluster-a");
        List<SampleRecord> records = snapshot.records();
        try (ConsumerProcess first = ConsumerProcess.start(directory, environment)) {
            String url = first.awaitUrl();
            topics.send("middle", before.records());
            topics.send("middle", records.subList(0, 3));
            await().until(() -> first.get(url + "/status").body().endsWith("\"open\":1}"));
            await().until(() -> topics.committed("cluster-info-consumer", "middle")
                    .filter(offset -> offset == 5)
                    .isPresent());
            first.kill();
            first.awaitExit();
        }
        try (ConsumerProcess second = ConsumerProcess.start(directory, environment)) {
            second.awaitUrl();
            topics.send("middle", records.subList(3, 5));
            await().until(() -> second.out().contains("snapshot " + snapshot.id() + " verified: 3 chunks,"));
            assertThat(second.out()).doesNotContain(before.id());
            second.terminate();
            assertThat(second.awaitExit()).isEqualTo(TERMINATED);
        }
    }

    @Test
    void saysInOneLineThatKafkaIsAwayAndEndsAtTermAllTheSame() throws Exception {
        String nobody = "127.0.0.1:" + freePort();
        try (ConsumerProcess consumer = ConsumerProcess.start(directory, Map.of("KAFKA_BROKERS", nobody))) {
            await().until(() -> consumer.out().contains("Kafka at " + nobody + " cannot be reached; trying on"));
            consumer.terminate();
            assertThat(consumer.awaitExit()).isEqualTo(TERMINATED);
            assertThat(consumer.out().lines()).hasSize(1);
            assertThat(consumer.err()).isEmpty();
        }
    }

    @Test
    void helpNamesEverySetting() throws Exception {
        try (ConsumerProcess help = ConsumerProcess.start(directory, Map.of(), "--help")) {
            assertThat(help.awaitExit()).isZero();
            assertThat(help.out())
                    .startsWith("e2e-consumer: reads snapshots of Kubernetes clusters from Kafka")
                    .contains(
                            "KAFKA_BROKERS",
                            "localhost:9092",
                            "KAFKA_TOPIC",
                            "KAFKA_GROUP",
                            "cluster-info-consumer",
                            "SNAPSHOT_TIMEOUT",
                            "10m",
                            "HTTP_PORT",
                            "LOG_LEVEL");
        }
    }

    @Test
    void badSettingsAreRefusedByName() throws Exception {
        Map<String, String> bad = Map.of(
                "KAFKA_BROKERS", "localhost",
                "KAFKA_TOPIC", "no topic",
                "SNAPSHOT_TIMEOUT", "soon");
        try (ConsumerProcess consumer = ConsumerProcess.start(directory, bad)) {
            assertThat(consumer.awaitExit()).isEqualTo(2);
            assertThat(consumer.err().lines())
                    .containsExactly(
                            "KAFKA_BROKERS: expected host:port, or several separated by commas, got 'localhost'",
                            "KAFKA_TOPIC: expected a topic's name of letters, digits, '.', '_' and '-', got 'no topic'",
                            "SNAPSHOT_TIMEOUT: expected a duration such as 60s or 2m, got 'soon'");
            assertThat(consumer.out()).isEmpty();
        }
    }

    @Test
    void aTakenPortIsRefusedByName() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            try (ConsumerProcess consumer = ConsumerProcess.start(directory, Map.of("HTTP_PORT", port))) {
                assertThat(consumer.awaitExit()).isEqualTo(2);
                assertThat(consumer.err().strip())
                        .isEqualTo("HTTP_PORT: expected a free port or 0, got '" + port + "', which is taken");
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
