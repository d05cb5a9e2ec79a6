package dev.e2e.consumer;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** A record that could not be read, and why. */
record DeadLetter(ConsumerRecord<byte[], byte[]> record, String reason) {

    TopicPartition partition() {
        return new TopicPartition(record.topic(), record.partition());
    }

    /** The record whole, with the reason and where it was found. */
    ProducerRecord<byte[], byte[]> whole(String topic) {
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(topic, null, null, record.key(), record.value(), record.headers());
        place(letter);
        return letter;
    }

    /** The same without its value, for a topic that does not take one so large; its size stands in a header. */
    ProducerRecord<byte[], byte[]> withoutValue(String topic) {
        ProducerRecord<byte[], byte[]> whole = whole(topic);
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(topic, null, null, whole.key(), null, whole.headers());
        header(letter, "dlq-value-bytes", Integer.toString(record.serializedValueSize()));
        return letter;
    }

    /** Only the reason and where the record stands, for a topic that does not take its key and headers either. */
    ProducerRecord<byte[], byte[]> withoutContent(String topic) {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(topic, null);
        place(letter);
        return letter;
    }

    /** Whether there is more of the record to be had than its place. */
    boolean hasContent() {
        return !(record instanceof OversizedRecord);
    }

    private void place(ProducerRecord<byte[], byte[]> letter) {
        header(letter, "dlq-reason", reason);
        header(letter, "dlq-topic", record.topic());
        header(letter, "dlq-partition", Integer.toString(record.partition()));
        header(letter, "dlq-offset", Long.toString(record.offset()));
    }

    @Override
    public String toString() {
        return "record %s@%d".formatted(partition(), record.offset());
    }

    private static void header(ProducerRecord<byte[], byte[]> letter, String name, String value) {
        letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
