package dev.e2e.bench.collector;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The objects in the first whole snapshot of a topic, as one hash over their bytes. */
final class SentItems {
    private SentItems() {}

    static String hash(String bootstrapServers, String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        Map<String, Object> properties =
                Map.of("bootstrap.servers", bootstrapServers, "max.partition.fetch.bytes", 16 * 1024 * 1024);
        MessageDigest digest = sha256();
        long bytes = 0;
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (true) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (type(record).equals("end")) {
                        return "%,d bytes of objects, sha256 %s"
                                .formatted(bytes, HexFormat.of().formatHex(digest.digest()));
                    }
                    if (type(record).equals("chunk")) {
                        String value = new String(record.value(), StandardCharsets.UTF_8);
                        byte[] items =
                                value.substring(value.indexOf("\"items\":[")).getBytes(StandardCharsets.UTF_8);
                        digest.update(items);
                        bytes += items.length;
                    }
                }
            }
        }
    }

    private static String type(ConsumerRecord<?, ?> record) {
        Header type = record.headers().lastHeader("type");
        return new String(type.value(), StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
