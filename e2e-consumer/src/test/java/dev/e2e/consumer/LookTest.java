package dev.e2e.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The consumer with options, as a process of its own that ends by itself. */
@Timeout(120)
class LookTest extends OnOneBroker {
    private static final String BEFORE =
            SampleSnapshot.COLLECTED_AT.minusSeconds(1).toString();
    private static final String AFTER = SampleSnapshot.COLLECTED_AT.toString();

    private static SampleSnapshot snapshot;

    @TempDir
    Path directory;

    @BeforeAll
    static void fillTopics() throws Exception {
        for (String topic : List.of("cluster-info", "poisoned", "later")) {
            topics.create(topic, 1, Map.of());
        }
        snapshot = SampleSnapshot.small("cluster-a");
        topics.send("cluster-info", snapshot.records());
        topics.send("poisoned", SampleSnapshot.small("cluster-a").records());
        topics.send("poisoned", List.of(SampleRecord.versionOne("7")));
    }

    @Test
    void expectationsThatAreMetAreASuccess() throws Exception {
        try (ConsumerProcess look =
                look("cluster-info", "--expect=Pod>=3", "--expect", "Pod/shop/1-1 phase==Running", "--after", BEFORE)) {
            assertThat(look.awaitExit()).as(look.out()).isZero();
            assertThat(look.out()).contains("snapshot " + snapshot.id() + " is as expected");
            assertThat(look.err()).isEmpty();
        }
        assertThat(topics.committed("cluster-info-consumer", "cluster-info")).isEqualTo(Optional.empty());
    }

    @Test
    void expectationsThatAreNotMetInTimeAreAFailureWithTheDifferences() throws Exception {
        try (ConsumerProcess look = look(
                "cluster-info",
                "--expect=Pod>=40",
                "--expect=Pod>=3",
                "--expect=Namespace/none phase==Active",
                "--within=10s",
                "--format=json")) {
            assertThat(look.awaitExit()).as(look.err()).isEqualTo(1);
            assertThat(look.out().lines().toList()).hasSize(2).satisfies(lines -> {
                assertThat(lines.get(0)).startsWith("{\"outcome\":\"verified\",\"snapshot_id\":\"" + snapshot.id());
                assertThat(lines.get(1))
                        .isEqualTo("{\"met\":false,\"reason\":\"no snapshot as expected within 10.0 s\","
                                + "\"differences\":[\"Pod>=40: found 3\","
                                + "\"Namespace/none phase==Active: there is no such object\"]}");
            });
            assertThat(look.err())
                    .contains("ERROR ConsumerMain - no snapshot as expected within 10.0 s")
                    .contains("ERROR ConsumerMain -   Pod>=40: found 3");
        }
    }

    @Test
    void withoutExpectationsAnyVerifiedSnapshotWillDo() throws Exception {
        try (ConsumerProcess look = look("cluster-info", "--within=60s")) {
            assertThat(look.awaitExit()).isZero();
            assertThat(look.out()).contains("snapshot " + snapshot.id() + " is as expected");
        }
    }

    @Test
    void anOldSnapshotIsNoNewOne() throws Exception {
        try (ConsumerProcess look =
                look("cluster-info", "--expect=Pod>=3", "--after", AFTER, "--from=earliest", "--exit-at-end")) {
            assertThat(look.awaitExit()).isEqualTo(1);
            assertThat(look.out())
                    .contains("no snapshot as expected up to the end of the topic")
                    .contains("begun after " + AFTER + "; of the older ones there are 1");
        }
    }

    @Test
    void aSnapshotThatComesLaterIsWaitedFor() throws Exception {
        try (ConsumerProcess look = look("later", "--expect=Pod==3", "--from=latest", "--within=60s")) {
            topics.send("later", SampleSnapshot.of("cluster-b").chunk("Pod", 2).records());
            RunningConsumer.await().until(() -> {
                // Whether the first one comes before it looks is not known, and then it does not count.
                topics.send("later", SampleSnapshot.small("cluster-a").records());
                return look.out().contains(" is as expected");
            });
            assertThat(look.awaitExit()).isZero();
        }
    }

    @Test
    void aKafkaThatIsNotThereIsToldOfInTime() throws Exception {
        Map<String, String> nobody = Map.of("KAFKA_BROKERS", "127.0.0.1:1", "LOG_LEVEL", "warn");
        try (ConsumerProcess look = ConsumerProcess.start(directory, nobody, "--expect=Pod>=1", "--within=500ms")) {
            assertThat(look.awaitExit()).isEqualTo(1);
            assertThat(look.out())
                    .contains("no snapshot as expected within 0.5 s")
                    .contains("reading did not begin: Kafka at 127.0.0.1:1 ");
        }
    }

    @Test
    void theWholeTopicIsReadAndWrittenToFiles() throws Exception {
        Path files = directory.resolve("snapshots");
        try (ConsumerProcess look = look("cluster-info", "--exit-at-end", "--output", files.toString())) {
            assertThat(look.awaitExit()).as(look.out()).isZero();
            assertThat(look.out()).contains("1 verified, 0 not, 0 unreadable, 0 still open");
        }
        assertThat(Files.readAllLines(files.resolve(snapshot.id() + ".jsonl"))).hasSize(5);
    }

    @Test
    void whatCannotBeReadIsSaidAndLeavesNoDeadLetter() throws Exception {
        try (ConsumerProcess look = look("poisoned", "--exit-at-end")) {
            assertThat(look.awaitExit()).isEqualTo(1);
            assertThat(look.out())
                    .contains("record poisoned-0@5 could not be read (value is not a JSON object)")
                    .contains("1 verified, 0 not, 1 unreadable, 0 still open");
        }
        assertThat(topics.names()).doesNotContain("poisoned.dlq");
    }

    @Test
    void optionsThatCannotBeUsedAreRefusedBeforeAnythingIsStarted() throws Exception {
        refused("--expect: nothing is compared; expected KIND>=NUMBER", "--expect=Pod");
        refused("--within: expected a duration such as 60s or 2m, got 'soon'", "--expect=Pod>=1", "--within=soon");
        refused("--from: expected earliest, latest or a moment such as 2026-01-31T12:00:00Z, got 'now'", "--from=now");
        refused(
                "--after: says which snapshots count for --expect or --within, and neither is given",
                "--after=" + AFTER);
        refused("--format: expected one of line, json, got 'xml'", "--format=xml");
        Path file = Files.createFile(directory.resolve("file"));
        refused("--output: '" + file + "' cannot be made or cleared", "--output=" + file);
    }

    private void refused(String message, String... arguments) throws Exception {
        try (ConsumerProcess look = look("cluster-info", arguments)) {
            assertThat(look.awaitExit()).isEqualTo(2);
            assertThat(look.err()).startsWith(message);
            assertThat(look.out()).isEmpty();
        }
    }

    private ConsumerProcess look(String topic, String... arguments) throws Exception {
        Map<String, String> environment = Map.of("KAFKA_BROKERS", kafka.bootstrapServers(), "KAFKA_TOPIC", topic);
        return ConsumerProcess.start(directory, environment, arguments);
    }
}
