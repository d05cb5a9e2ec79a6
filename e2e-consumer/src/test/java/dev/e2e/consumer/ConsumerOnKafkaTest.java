package dev.e2e.consumer;

import static dev.e2e.consumer.RunningConsumer.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.consumer.Statistics.Ending;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The consumer's loop on a real broker; each test has a topic and a group of its own. */
@Timeout(120)
class ConsumerOnKafkaTest extends OnOneBroker {
    private final String topic = newTopic();
    private final ConsumerSettings settings = settingsFor(topic);

    @Test
    void aSnapshotIsVerifiedAndThenCommitted() throws Exception {
        topics.create(topic, 1, Map.of());
        SampleSnapshot snapshot = SampleSnapshot.small("cluster-a");
        topics.send(topic, snapshot.records());
        topics.send(topic, List.of(SampleSnapshot.versionOne()));

        try (RunningConsumer consumer = RunningConsumer.startReady(settings)) {
            consumer.awaitSnapshots(Ending.VERIFIED, 1);
            consumer.awaitSnapshots(Ending.VERSION_1, 1);
            await().until(() -> topics.committed(settings.group(), topic).equals(Optional.of(6L)));
            await().until(() -> consumer.statistics().lag().equals(OptionalLong.of(0)));
            assertThat(consumer.statistics()
                            .lastVerified()
                            .orElseThrow()
                            .snapshot()
                            .key()
                            .snapshotId())
                    .isEqualTo(snapshot.id());
        }
        assertThat(topics.names())
                .as("no dead letter topic without a dead letter")
                .doesNotContain(topic + ".dlq");
    }

    @Test
    void aPoisonedRecordGoesWholeToTheDeadLettersAndReadingGoesOn() throws Exception {
        topics.create(topic, 1, Map.of());
        SampleSnapshot poisoned = SampleSnapshot.small("cluster-a");
        List<SampleRecord> records = poisoned.records();
        SampleRecord poison = records.get(2).withValue("{\"schema\":2,\0").withHeader("trace", "grün");
        topics.send(topic, records.subList(0, 2));
        topics.send(topic, List.of(poison));
        topics.send(topic, records.subList(3, 5));
        topics.send(topic, List.of(SampleRecord.versionOne("7")));
        topics.send(topic, SampleSnapshot.small("cluster-a").records());

        try (RunningConsumer consumer = RunningConsumer.startReady(settings)) {
            consumer.awaitSnapshots(Ending.VERIFIED, 1);
            assertThat(consumer.statistics().snapshots(Ending.FAILED)).isEqualTo(1);
            await().until(() -> topics.committed(settings.group(), topic).equals(Optional.of(11L)));
            assertThat(consumer.statistics().deadLetters()).isEqualTo(2);
        }

        List<ConsumerRecord<byte[], byte[]>> letters = topics.read(topic + ".dlq", 2);
        assertThat(letters).hasSize(2);
        ConsumerRecord<byte[], byte[]> letter = letters.get(0);
        assertThat(letter.key()).isEqualTo(SampleSnapshot.utf8("cluster-a"));
        assertThat(letter.value()).isEqualTo(poison.value());
        Map<String, String> headers = headers(letter);
        assertThat(headers.remove("dlq-reason")).startsWith("not readable as JSON at byte 12: ");
        assertThat(headers)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "schema", "2",
                        "snapshot-id", poisoned.id(),
                        "cluster", "cluster-a",
                        "type", "chunk",
                        "kind", "Pod",
                        "seq", "2",
                        "trace", "grün",
                        "dlq-topic", topic,
                        "dlq-partition", "0",
                        "dlq-offset", "2"));
        assertThat(headers(letters.get(1)))
                .containsEntry("dlq-offset", "5")
                .containsEntry("dlq-reason", "value is not a JSON object");
        assertThat(letters.get(1).key()).isNull();
    }

    @Test
    void aRestartInTheMiddleOfASnapshotLosesNothingAndReportsNothingTwice() throws Exception {
        topics.create(topic, 1, Map.of());
        List<SampleRecord> records = SampleSnapshot.small("cluster-a").records();
        topics.send(topic, records.subList(0, 2));
        topics.send(topic, SampleSnapshot.small("cluster-b").records());
        topics.send(topic, records.subList(2, 3));
        try (RunningConsumer first = RunningConsumer.startReady(settings)) {
            first.awaitSnapshots(Ending.VERIFIED, 1);
            await().until(() -> first.statistics().lag().equals(OptionalLong.of(0)));
            assertThat(first.statistics().openSnapshots()).isEqualTo(1);
        }
        assertThat(topics.committed(settings.group(), topic)).hasValue(0L);

        try (RunningConsumer second = RunningConsumer.startReady(settings)) {
            topics.send(topic, records.subList(3, 5));
            second.awaitSnapshots(Ending.VERIFIED, 1);
            assertThat(second.statistics()
                            .lastVerified()
                            .orElseThrow()
                            .snapshot()
                            .key()
                            .clusterId())
                    .isEqualTo("cluster-a");
            assertThat(second.statistics().duplicates())
                    .as("of the one reported before")
                    .isEqualTo(5);
            await().until(() -> topics.committed(settings.group(), topic).equals(Optional.of(10L)));
        }
    }

    @Test
    void aTopicThatDoesNotExistYetIsWaitedFor() throws Exception {
        try (RunningConsumer consumer = RunningConsumer.start(settings)) {
            await().until(() -> consumer.condition().unready().startsWith("topic '" + topic + "' does not exist at "));
            assertThat(consumer.condition().unhealthy()).isEmpty();

            topics.create(topic, 1, Map.of());
            topics.send(topic, SampleSnapshot.small("cluster-a").records());

            consumer.awaitReady();
            consumer.awaitSnapshots(Ending.VERIFIED, 1);
        }
    }

    @Test
    void aTopicThatIsDeletedAndMadeAnewIsReadFromItsBeginning() throws Exception {
        topics.create(topic, 1, Map.of());
        topics.send(topic, SampleSnapshot.small("cluster-a").records());
        topics.send(topic, SampleSnapshot.small("cluster-a").records().subList(0, 2));
        try (RunningConsumer consumer = RunningConsumer.startReady(settings)) {
            await().until(() -> consumer.statistics().openSnapshots() == 1);

            topics.delete(topic);
            await().until(() -> consumer.condition().unready().contains("does not exist"));
            topics.create(topic, 1, Map.of());
            topics.send(topic, SampleSnapshot.small("cluster-a").records());

            consumer.awaitReady();
            consumer.awaitSnapshots(Ending.VERIFIED, 2);
            assertThat(consumer.statistics().openSnapshots()).isZero();
        }
    }

    @Test
    void aSecondConsumerIsReadyWithoutPartitionsAndTakesOverTheOpenSnapshot() throws Exception {
        topics.create(topic, 1, Map.of());
        List<SampleRecord> records = SampleSnapshot.small("cluster-a").records();
        topics.send(topic, records.subList(0, 3));
        RunningConsumer first = RunningConsumer.startReady(settings);
        try (first) {
            await().until(() -> first.statistics().openSnapshots() == 1);
            try (RunningConsumer second = RunningConsumer.startReady(settings)) {
                // One of the two has the partition now; once the first is gone it is the second.
                first.stop();
                topics.send(topic, records.subList(3, 5));
                second.awaitSnapshots(Ending.VERIFIED, 1);
                assertThat(second.statistics().snapshots(Ending.INCOMPLETE)).isZero();
            }
        }
        assertThat(first.statistics().snapshots(Ending.VERIFIED)).isZero();
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }
}
