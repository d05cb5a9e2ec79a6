package dev.e2e.consumer;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** How far reading is behind, in records and in time. Used by the thread that polls. */
final class Lag {
    private final Clock clock;
    private final Map<TopicPartition, Long> lastRead = new HashMap<>();

    /**
     * What was found.
     *
     * @param records that are there and were not read
     * @param millis how long ago the record was written up to which everything was read, on the partition where that is
     *     longest; 0 where nothing is left to read, empty where nothing was read yet
     */
    record Sample(long records, OptionalLong millis) {}

    Lag(Clock clock) {
        this.clock = clock;
    }

    /** Notes what was read. */
    void read(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> of = records.records(partition);
            lastRead.put(partition, of.get(of.size() - 1).timestamp());
        }
    }

    /** Looks; empty while it is not known, as before the first answer of the broker. */
    Optional<Sample> sample(Consumer<byte[], byte[]> consumer) {
        lastRead.keySet().retainAll(consumer.assignment());
        long records = 0;
        OptionalLong millis = OptionalLong.of(0);
        for (TopicPartition partition : consumer.assignment()) {
            OptionalLong left = consumer.currentLag(partition);
            if (left.isEmpty()) {
                return Optional.empty();
            }
            records += left.getAsLong();
            if (left.getAsLong() > 0) {
                Long last = lastRead.get(partition);
                millis = last == null || millis.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(Math.max(millis.getAsLong(), clock.millis() - last));
            }
        }
        return Optional.of(new Sample(records, millis));
    }
}
