package dev.e2e.consumer;

import static dev.e2e.consumer.RunningConsumer.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.consumer.Statistics.Ending;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Dead letters and topics that take less than the one that is read; each test has topics of its own. */
@Timeout(120)
class DeadLettersTest extends OnOneBroker {
    private final String topic = newTopic();
    private final ConsumerSettings settings = settingsFor(topic);

    @Test
    void aDeadLetterThatIsNotTakenHoldsTheCommitUntilItIs() throws Exception {
        topics.create(topic, 1, Map.of());
        topics.create(topic + ".dlq", 1, Map.of("max.message.bytes", "100"));
        topics.send(topic, List.of(SampleSnapshot.versionOne(), SampleRecord.versionOne("7")));
        topics.send(topic, SampleSnapshot.small("cluster-a").records());

        try (RunningConsumer consumer = RunningConsumer.startReady(settings)) {
            consumer.awaitSnapshots(Ending.VERIFIED, 1);
            await().until(() -> topics.committed(settings.group(), topic).equals(Optional.of(1L)));
            assertThat(consumer.statistics().deadLetters()).isZero();

            topics.set(topic + ".dlq", "max.message.bytes", "1000000");

            await().until(() -> topics.committed(settings.group(), topic).equals(Optional.of(7L)));
            assertThat(consumer.statistics().snapshots(Ending.VERIFIED)).isEqualTo(1);
            assertThat(consumer.statistics().deadLetters()).isEqualTo(1);
        }
        assertThat(topics.read(topic + ".dlq", 1)).hasSize(1);
    }

    @Test
    void aDeadLetterTooLargeForItsTopicGoesWithoutItsValue() throws Exception {
        topics.create(topic, 1, Map.of());
        topics.create(topic + ".dlq", 1, Map.of("max.message.bytes", "600"));
        byte[] incompressible = incompressible(5_000);
        topics.send(topic, List.of(SampleSnapshot.versionOne().withValue(incompressible)));

        try (RunningConsumer consumer = RunningConsumer.startReady(settings)) {
            await().until(() -> topics.committed(settings.group(), topic).equals(Optional.of(1L)));
            assertThat(consumer.statistics().deadLetters()).isEqualTo(1);
        }
        ConsumerRecord<byte[], byte[]> letter = topics.read(topic + ".dlq", 1).get(0);
        assertThat(letter.value()).isNull();
        assertThat(header(letter, "dlq-value-bytes")).isEqualTo("5000");
        assertThat(header(letter, "dlq-offset")).isEqualTo("0");
    }

    @Test
    void aRecordOfTheLargestSizeFitsIntoTheDeadLetterTopic() throws Exception {
        topics.create(topic, 1, Map.of("max.message.bytes", "2000000"));
        byte[] incompressible = incompressible(1_999_000);
        topics.send(topic, List.of(SampleSnapshot.versionOne().withValue(incompressible)));

        try (RunningConsumer consumer = RunningConsumer.startReady(settings)) {
            await().until(() -> consumer.statistics().deadLetters() == 1);
        }
        assertThat(topics.read(topic + ".dlq", 1).get(0).value()).isEqualTo(incompressible);
    }

    @Test
    void oneThatIsTooLargeWithoutItsValueTooIsKeptByItsPlace() throws Exception {
        topics.create(topic, 1, Map.of());
        topics.create(topic + ".dlq", 1, Map.of("max.message.bytes", "600"));
        ProducerRecord<byte[], byte[]> sent = SampleRecord.versionOne("7").to(topic);
        sent.headers().add("trace", incompressible(5_000));
        topics.sendAll("none", List.of(sent));
        topics.send(topic, SampleSnapshot.small("cluster-a").records());

        try (RunningConsumer consumer = RunningConsumer.startReady(settings)) {
            consumer.awaitSnapshots(Ending.VERIFIED, 1);
            await().until(() -> topics.committed(settings.group(), topic).equals(Optional.of(6L)));
            assertThat(consumer.statistics().deadLetters()).isEqualTo(1);
        }
        ConsumerRecord<byte[], byte[]> letter = topics.read(topic + ".dlq", 1).get(0);
        assertThat(letter.value()).isNull();
        assertThat(letter.headers().toArray())
                .extracting(Header::key)
                .containsExactly("dlq-reason", "dlq-topic", "dlq-partition", "dlq-offset");
        assertThat(header(letter, "dlq-reason")).isEqualTo("value is not a JSON object");
        assertThat(header(letter, "dlq-offset")).isEqualTo("0");
    }

    private static byte[] incompressible(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
