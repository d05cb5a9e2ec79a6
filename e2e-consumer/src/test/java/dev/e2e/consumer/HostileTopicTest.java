package dev.e2e.consumer;

import static dev.e2e.consumer.RunningConsumer.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A topic that strangers write to, read by the consumer as a process of its own with the plugin's heap. */
@Timeout(180)
class HostileTopicTest extends OnOneBroker {
    private static final int NEVER_ENDING = 5_000;
    private static final int MOST_MEMORY = 200 << 20;

    @TempDir
    Path directory;

    @BeforeAll
    static void createTopics() throws Exception {
        topics.create("strangers", 1, Map.of());
    }

    @Test
    void whateverStrangersSendIsKeptWholeAndEveryGoodSnapshotIsVerified() throws Exception {
        List<Poison> poisons = Poison.all("strangers");
        List<String> good = new ArrayList<>();
        List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
        for (Poison poison : poisons) {
            sent.add(poison.record());
            SampleSnapshot snapshot = SampleSnapshot.small("cluster-a");
            snapshot.records().forEach(record -> sent.add(record.to("strangers")));
            good.add(snapshot.id());
        }
        for (int i = 0; i < NEVER_ENDING; i++) {
            sent.add(SampleSnapshot.of("cluster-h").records().get(0).to("strangers"));
        }
        SampleSnapshot manyKinds = SampleSnapshot.of("cluster-h");
        String kinds = Poison.object(Poison.collidingNames(10_000), "{\"count\":1,\"chunks\":1,\"sha256\":\"\"}");
        manyKinds.records().stream()
                .map(record -> record.withValue(record.text().replace("\"kinds\":{}", "\"kinds\":" + kinds)))
                .forEach(record -> sent.add(record.to("strangers")));
        SampleSnapshot last = SampleSnapshot.small("cluster-a");
        last.records().forEach(record -> sent.add(record.to("strangers")));
        good.add(last.id());
        List<RecordMetadata> written = topics.sendAll("gzip", sent);

        try (ConsumerProcess consumer = ConsumerProcess.start(
                directory,
                Map.of(
                        "KAFKA_BROKERS", kafka.bootstrapServers(),
                        "KAFKA_TOPIC", "strangers",
                        "SNAPSHOT_TIMEOUT", "5s"))) {
            String url = consumer.awaitUrl();
            await().untilAsserted(() -> assertThat(consumer.out()).contains("snapshot " + last.id() + " verified"));
            await().until(() -> topics.committed("cluster-info-consumer", "strangers")
                    .equals(Optional.of(written.get(written.size() - 1).offset() + 1)));

            assertThat(verified(consumer)).containsExactlyElementsOf(good);
            assertThat(consumer.out()).contains("snapshot " + manyKinds.id() + " failed: AaAa");
            List<ConsumerRecord<byte[], byte[]>> letters = topics.read("strangers.dlq", poisons.size());
            expectWhole(poisons, sent, written, letters);
            expectReadable(consumer.out());
            assertThat(consumer.err()).isEmpty();
            assertThat(consumer.get(url + "/healthz").statusCode()).isEqualTo(200);
            assertThat(consumer.peakMemory()).isLessThan(MOST_MEMORY);
        }
    }

    private static List<String> verified(ConsumerProcess consumer) {
        return consumer.out()
                .lines()
                .filter(line -> line.contains(" verified: "))
                .map(line -> line.replaceFirst(".* snapshot (\\S+) verified.*", "$1"))
                .toList();
    }

    /** Each refused record is there byte for byte, with the reason and where it stood behind its own headers. */
    private static void expectWhole(
            List<Poison> poisons,
            List<ProducerRecord<byte[], byte[]>> sent,
            List<RecordMetadata> written,
            List<ConsumerRecord<byte[], byte[]>> letters) {
        Map<Long, ConsumerRecord<byte[], byte[]>> byOffset = new HashMap<>();
        letters.forEach(
                letter -> byOffset.put(Long.parseLong(text(letter.headers().lastHeader("dlq-offset"))), letter));
        assertThat(letters).hasSameSizeAs(poisons);
        for (Poison poison : poisons) {
            ConsumerRecord<byte[], byte[]> letter =
                    byOffset.get(written.get(sent.indexOf(poison.record())).offset());
            assertThat(letter).as(poison.name()).isNotNull();
            assertThat(letter.key()).as(poison.name()).isEqualTo(poison.record().key());
            assertThat(letter.value())
                    .as(poison.name())
                    .isEqualTo(poison.record().value());
            Header[] expected = poison.record().headers().toArray();
            Header[] found = letter.headers().toArray();
            assertThat(Arrays.copyOf(found, expected.length)).as(poison.name()).isEqualTo(expected);
            assertThat(Stream.of(found).skip(expected.length).map(Header::key))
                    .as(poison.name())
                    .containsExactly("dlq-reason", "dlq-topic", "dlq-partition", "dlq-offset");
            assertThat(text(letter.headers().lastHeader("dlq-reason")))
                    .as(poison.name())
                    .contains(poison.reason())
                    .hasSizeLessThan(1_000);
        }
    }

    /** One line for each event, of characters that a terminal only shows. */
    private static void expectReadable(String out) {
        assertThat(out.lines())
                .allMatch(line -> line.matches(
                        "[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:.]{12} (READY|INFO|WARN) [^\\p{Cc}\\p{Cf}\u2028\u2029]*"))
                .noneMatch(line -> line.matches(".{24}INFO forged.*"));
    }

    private static String text(Header header) {
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
