package dev.e2e.consumer;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A record as a test sends it, and variants of it that are not what they should be. */
final class SampleRecord {
    private final byte[] key;
    private final byte[] value;
    private final Map<String, String> headers;

    private SampleRecord(byte[] key, byte[] value, Map<String, String> headers) {
        this.key = key;
        this.value = value;
        this.headers = headers;
    }

    byte[] value() {
        return value;
    }

    static SampleRecord of(String key, String value, Map<String, String> headers) {
        return new SampleRecord(bytes(key), bytes(value), headers);
    }

    /** As the earlier system wrote it: neither key nor headers. */
    static SampleRecord versionOne(String value) {
        return new SampleRecord(null, bytes(value), Map.of());
    }

    SampleRecord withKey(String other) {
        return new SampleRecord(other == null ? null : bytes(other), value, headers);
    }

    SampleRecord withValue(String other) {
        return withValue(bytes(other));
    }

    SampleRecord withValue(byte[] other) {
        return new SampleRecord(key, other, headers);
    }

    SampleRecord replacing(String part, String by) {
        String text = text();
        if (!text.contains(part)) {
            throw new IllegalArgumentException(part + " is not in " + text);
        }
        return withValue(text.replace(part, by));
    }

    SampleRecord withHeader(String name, String content) {
        Map<String, String> changed = new LinkedHashMap<>(headers);
        changed.put(name, content);
        return new SampleRecord(key, value, changed);
    }

    SampleRecord withoutHeader(String name) {
        Map<String, String> changed = new LinkedHashMap<>(headers);
        changed.remove(name);
        return new SampleRecord(key, value, changed);
    }

    String text() {
        return new String(value, StandardCharsets.UTF_8);
    }

    ConsumerRecord<byte[], byte[]> at(int partition, long offset) {
        return new ConsumerRecord<>(
                "cluster-info",
                partition,
                offset,
                0,
                TimestampType.CREATE_TIME,
                key == null ? -1 : key.length,
                value == null ? -1 : value.length,
                key,
                value,
                kafkaHeaders(),
                Optional.empty());
    }

    /** To the partition of its key. */
    ProducerRecord<byte[], byte[]> byKey(String topic) {
        return new ProducerRecord<>(topic, null, key, value, kafkaHeaders());
    }

    ProducerRecord<byte[], byte[]> to(String topic) {
        return new ProducerRecord<>(topic, 0, key, value, kafkaHeaders());
    }

    private Headers kafkaHeaders() {
        Headers kafkaHeaders = new RecordHeaders();
        headers.forEach((name, content) -> kafkaHeaders.add(name, content == null ? null : bytes(content)));
        return kafkaHeaders;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Gives it to an assembly as what is read at a place; it has to be readable. */
    Disposition into(Assembly assembly, int partition, long offset) {
        return into(assembly, new Place(partition, offset, 0));
    }

    Disposition into(Assembly assembly, Place place) {
        ConsumerRecord<byte[], byte[]> read = at(place.partition(), place.offset());
        try {
            Message message = new RecordReader().read(read, new EnvelopeReader().read(read.headers()));
            return assembly.accept(place, (Message.SnapshotRecord) message, read.value());
        } catch (UnreadableRecordException e) {
            throw new AssertionError(e);
        }
    }
}
