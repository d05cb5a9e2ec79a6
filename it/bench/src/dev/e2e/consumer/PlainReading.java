package dev.e2e.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Reads a topic with the consumer's own client settings and does nothing with it: the most that the consumer could do.
 * It says how many records a second there were, counted from the assignment.
 */
public final class PlainReading {
    private PlainReading() {}

    /** @param arguments brokers, topic, group, and how many records to read */
    public static void main(String[] arguments) {
        ConsumerSettings settings =
                new ConsumerSettings(arguments[0], arguments[1], arguments[2], Duration.ofMinutes(10));
        long wanted = Long.parseLong(arguments[3]);
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(ClientProperties.consumer(settings))) {
            consumer.subscribe(List.of(settings.topic()));
            long count = 0;
            long bytes = 0;
            while (consumer.assignment().isEmpty()) {
                consumer.poll(Duration.ZERO).count();
            }
            consumer.seekToBeginning(consumer.assignment());
            long start = System.nanoTime();
            while (count < wanted) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofSeconds(10));
                if (records.isEmpty()) {
                    throw new IllegalStateException("no records for 10 s, after " + count);
                }
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    bytes += record.value().length;
                }
                count += records.count();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(Locale.ROOT, "rate=%.0f bytes=%d%n", count / seconds, bytes);
        }
    }
}
