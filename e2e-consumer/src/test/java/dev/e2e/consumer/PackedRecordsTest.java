package dev.e2e.consumer;

import static dev.e2e.consumer.RunningConsumer.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records that are small on their way and larger than a heap of 64 MB in memory. */
@Timeout(120)
class PackedRecordsTest extends OnOneBroker {
    @TempDir
    Path directory;

    private final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
    private final List<String> good = new ArrayList<>();

    @Test
    void severalThatAreTooMuchTogetherAreReadOneAtATimeAndKeptWhole() throws Exception {
        int count = 12;
        byte[] large = new byte[8_000_000];
        Arrays.fill(large, (byte) '7');
        sendBetweenSnapshots("several", count, large);

        try (ConsumerProcess consumer = start("several")) {
            awaitAll(consumer, "several", Map.of(new TopicPartition("several", 0), 5L + count + 5));
            assertThat(consumer.out()).contains(" WARN Reading - records are larger than memory allows (");
            assertThat(topics.read("several.dlq", count)).hasSize(count).allSatisfy(letter -> {
                assertThat(letter.value()).isEqualTo(large);
                assertThat(letter.key()).hasSize(1);
            });
        }
    }

    @Test
    void oneThatIsLargerThanTheWholeMemoryIsPassedOverAndItsPlaceIsKept() throws Exception {
        topics.create("one", 2, Map.of());
        for (int partition : List.of(0, 1)) {
            goodSnapshot("one", partition);
        }
        sent.add(new ProducerRecord<>("one", 1, null, new byte[80_000_000]));
        for (int partition : List.of(0, 1)) {
            goodSnapshot("one", partition);
        }
        topics.sendAll("gzip", sent);

        try (ConsumerProcess consumer = start("one")) {
            awaitAll(consumer, "one", Map.of(new TopicPartition("one", 0), 10L, new TopicPartition("one", 1), 11L));
            List<ConsumerRecord<byte[], byte[]>> letters = topics.read("one.dlq", 1);
            assertThat(letters).hasSize(1);
            assertThat(letters.get(0).value()).isNull();
            assertThat(header(letters.get(0), "dlq-reason"))
                    .isEqualTo("record is larger than the consumer's memory allows");
            assertThat(header(letters.get(0), "dlq-partition")).isEqualTo("1");
            assertThat(header(letters.get(0), "dlq-offset")).isEqualTo("5");
            assertThat(consumer.out())
                    .contains("record one-1@5 could not be read (record is larger than the consumer's memory allows);"
                            + " only where it stands went to one.dlq");
        }
    }

    @Test
    void aLookReadsThemOneAtATimeToo() throws Exception {
        sendBetweenSnapshots("looked-at", 12, new byte[8_000_000]);

        try (ConsumerProcess look = ConsumerProcess.start(
                directory,
                Map.of("KAFKA_BROKERS", kafka.bootstrapServers(), "KAFKA_TOPIC", "looked-at"),
                "--exit-at-end")) {
            assertThat(look.awaitExit()).isEqualTo(1);
            assertThat(look.out())
                    .contains(
                            " WARN Look - records are larger than memory allows (",
                            " ERROR ConsumerMain - 2 verified, 0 not, 12 unreadable, 0 still open");
            assertThat(look.err()).isEmpty();
        }
    }

    private void sendBetweenSnapshots(String topic, int count, byte[] value) throws Exception {
        topics.create(topic, 1, Map.of());
        goodSnapshot(topic, 0);
        for (int i = 0; i < count; i++) {
            sent.add(new ProducerRecord<>(topic, 0, new byte[] {(byte) i}, value));
        }
        goodSnapshot(topic, 0);
        topics.sendAll("gzip", sent);
    }

    private void goodSnapshot(String topic, int partition) {
        SampleSnapshot snapshot = SampleSnapshot.small("cluster-" + partition);
        good.add(snapshot.id());
        snapshot.records().stream()
                .map(record -> record.to(topic))
                .map(record -> new ProducerRecord<>(topic, partition, record.key(), record.value(), record.headers()))
                .forEach(sent::add);
    }

    private ConsumerProcess start(String topic) throws Exception {
        return ConsumerProcess.start(
                directory,
                Map.of("KAFKA_BROKERS", kafka.bootstrapServers(), "KAFKA_TOPIC", topic, "KAFKA_GROUP", topic));
    }

    /** Waits until all is read, and sees to it that each good snapshot is verified and that the process is well. */
    private void awaitAll(ConsumerProcess consumer, String group, Map<TopicPartition, Long> end) throws Exception {
        String url = consumer.awaitUrl();
        await().until(() -> topics.committed(group), end::equals);
        assertThat(good).allSatisfy(id -> assertThat(consumer.out()).contains("snapshot " + id + " verified: "));
        assertThat(consumer.out()).doesNotContain(" incomplete: ", " failed: ", " ERROR ");
        assertThat(consumer.get(url + "/readyz").statusCode()).isEqualTo(200);
        assertThat(consumer.peakMemory()).isLessThan(200 << 20);
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
