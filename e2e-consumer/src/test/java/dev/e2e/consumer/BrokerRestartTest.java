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

@Timeout(180)
class BrokerRestartTest {
    private static final String TOPIC = "cluster-info";

    @TempDir
    Path directory;

    @Test
    void aBrokerThatGoesAwayInTheMiddleOfASnapshotIsWaitedForAndNothingIsLost() throws Exception {
        List<SampleRecord> records = SampleSnapshot.small("cluster-a").records();
        EmbeddedKafka first = EmbeddedKafka.start(directory, List.of(TOPIC));
        Topics topics = new Topics(first.bootstrapServers());
        ConsumerSettings settings =
                new ConsumerSettings(first.bootstrapServers(), TOPIC, "cluster-info-consumer", Duration.ofMinutes(10));
        try (first;
                RunningConsumer consumer = RunningConsumer.startReady(settings)) {
            topics.send(TOPIC, records.subList(0, 3));
            await().until(() -> consumer.statistics().openSnapshots() == 1);

            first.close();
            await().until(() -> consumer.condition().unready().endsWith(" does not answer"));
            assertThat(consumer.condition().unhealthy()).isEmpty();

            try (EmbeddedKafka second = EmbeddedKafka.start(directory, first.port(), List.of(TOPIC))) {
                assertThat(second.bootstrapServers()).isEqualTo(settings.brokers());
                consumer.awaitReady();
                topics.send(TOPIC, records.subList(3, 5));
                consumer.awaitSnapshots(Ending.VERIFIED, 1);
                await().until(() -> topics.committed(settings.group(), TOPIC).equals(Optional.of(5L)));
                assertThat(consumer.statistics().snapshots(Ending.INCOMPLETE)).isZero();
                consumer.stop();
            }
        }
    }

    @Test
    void aBrokerThatComesLaterIsWaitedFor() throws Exception {
        int port;
        try (EmbeddedKafka before = EmbeddedKafka.start(directory, List.of(TOPIC))) {
            port = before.port();
        }
        ConsumerSettings settings =
                new ConsumerSettings("127.0.0.1:" + port, TOPIC, "cluster-info-consumer", Duration.ofMinutes(10));
        try (RunningConsumer consumer = RunningConsumer.start(settings)) {
            await().until(() -> consumer.condition()
                    .unready()
                    .equals("Kafka at 127.0.0.1:" + port + " cannot be reached; trying on"));

            try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, port, List.of(TOPIC))) {
                new Topics(kafka.bootstrapServers())
                        .send(TOPIC, SampleSnapshot.small("cluster-a").records());
                consumer.awaitReady();
                consumer.awaitSnapshots(Ending.VERIFIED, 1);
                consumer.stop();
            }
        }
    }
}
