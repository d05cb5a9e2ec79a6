package dev.e2e.consumer;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Where reading begins. */
sealed interface Position {
    /** With the oldest record there is. */
    record Earliest() implements Position {}

    /** With what comes from now on. */
    record Latest() implements Position {}

    /** With the first record that is not older than that, by the records' own time. */
    record At(Instant instant) implements Position {}

    /** @throws IllegalArgumentException when the text is none of them; the message says what was expected */
    static Position parse(String text) {
        return switch (text) {
            case "earliest" -> new Earliest();
            case "latest" -> new Latest();
            default -> new At(instant(text, "earliest, latest or a moment"));
        };
    }

    /** @throws IllegalArgumentException when the text is no moment */
    static Instant moment(String text) {
        return instant(text, "a moment");
    }

    private static Instant instant(String text, String expected) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("expected " + expected + " such as 2026-01-31T12:00:00Z", e);
        }
    }

    /** Puts a consumer there. */
    default void seek(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        if (this instanceof Earliest) {
            consumer.seekToBeginning(partitions);
        } else if (this instanceof Latest) {
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position); // now, not at the first poll
        } else if (this instanceof At at) {
            Map<TopicPartition, Long> times = new HashMap<>();
            partitions.forEach(partition -> times.put(partition, at.instant().toEpochMilli()));
            consumer.offsetsForTimes(times).forEach((partition, found) -> seek(consumer, partition, found));
        }
    }

    private static void seek(
            Consumer<byte[], byte[]> consumer, TopicPartition partition, @Nullable OffsetAndTimestamp found) {
        if (found == null) { // nothing there is as young as that
            consumer.seekToEnd(List.of(partition));
            consumer.position(partition);
        } else {
            consumer.seek(partition, found.offset());
        }
    }
}
