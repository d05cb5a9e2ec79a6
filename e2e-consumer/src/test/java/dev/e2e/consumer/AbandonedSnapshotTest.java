package dev.e2e.consumer;

import static dev.e2e.consumer.RunningConsumer.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.consumer.Statistics.Ending;
import dev.e2e.infra.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots whose end does not come, or comes late, on a real broker. */
@Timeout(180)
class AbandonedSnapshotTest {
    private static final String TOPIC = "cluster-info";
    private static final String GROUP = "cluster-info-consumer";

    @TempDir
    Path directory;

    /** Each of them lives shorter than the time-out; without what the commits carry on none would ever give it up. */
    @Test
    void consumersThatLiveShortGiveItUpTogetherAndVerifyNothingTwice() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, List.of(TOPIC))) {
            Topics topics = new Topics(kafka.bootstrapServers());
            topics.send(TOPIC, SampleSnapshot.small("cluster-a").records().subList(0, 3));
            long lives = 0;
            long incomplete = 0;
            while (incomplete == 0 && lives < 10) {
                lives++;
                topics.send(TOPIC, SampleSnapshot.small("cluster-b").records());
                String before = topics.committedMetadata(GROUP, TOPIC);
                try (RunningConsumer consumer = RunningConsumer.startReady(settings(kafka, Duration.ofSeconds(5)))) {
                    consumer.awaitSnapshots(Ending.VERIFIED, 1);
                    await().until(() -> waited(topics.committedMetadata(GROUP, TOPIC)) > waited(before)
                            || consumer.statistics().snapshots(Ending.INCOMPLETE) > 0);
                    incomplete = consumer.statistics().snapshots(Ending.INCOMPLETE);
                    consumer.stop();
                    assertThat(consumer.statistics().snapshots(Ending.VERIFIED)).isOne();
                }
            }

            assertThat(incomplete).isEqualTo(1);
            assertThat(lives).isBetween(2L, 8L);
            assertThat(topics.committed(GROUP, TOPIC)).contains(3 + 5 * lives);
        }
    }

    @Test
    void aKafkaThatIsAwayForLongerThanTheTimeOutDoesNotCostTheSnapshot() throws Exception {
        List<SampleRecord> records = SampleSnapshot.small("cluster-a").records();
        Duration timeout = BrokerWatch.SILENCE.plusSeconds(5);
        EmbeddedKafka first = EmbeddedKafka.start(directory, List.of(TOPIC));
        Topics topics = new Topics(first.bootstrapServers());
        try (first;
                RunningConsumer consumer = RunningConsumer.startReady(settings(first, timeout))) {
            topics.send(TOPIC, records.subList(0, 3));
            await().until(() -> consumer.statistics().openSnapshots() == 1);
            first.close();
            long away = System.nanoTime();
            await().until(() -> System.nanoTime() - away > timeout.toNanos());
            assertThat(consumer.condition().unready()).endsWith(" does not answer");

            try (EmbeddedKafka second = EmbeddedKafka.start(directory, first.port(), List.of(TOPIC))) {
                consumer.awaitReady();
                topics.send(TOPIC, records.subList(3, 5));

                await().until(() -> topics.committed(GROUP, TOPIC).equals(Optional.of(5L)));
                assertThat(consumer.statistics().snapshots(Ending.VERIFIED)).isOne();
                assertThat(consumer.statistics().snapshots(Ending.INCOMPLETE)).isZero();
                consumer.stop();
            }
        }
    }

    private static ConsumerSettings settings(EmbeddedKafka kafka, Duration timeout) {
        return new ConsumerSettings(kafka.bootstrapServers(), TOPIC, GROUP, timeout);
    }

    /** How many seconds the end of the first open snapshot was waited for, as the commit says. */
    private static long waited(String metadata) {
        return CommitNotes.parse(metadata).stream()
                .flatMap(notes -> notes.open().values().stream())
                .findFirst()
                .orElse(Duration.ZERO)
                .toSeconds();
    }
}
