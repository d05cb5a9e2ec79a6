package dev.e2e.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls. A record of some kB on the topic may be of any size in memory, since it is compressed. Where one record at a time
 * is read and even that is too much, an {@link OversizedRecord} comes in its place. Used by the thread that polls.
 */
final class RecordSource {
    private static final Logger LOG = LoggerFactory.getLogger(RecordSource.class);
    private static final Duration PROBE_WITHIN = Duration.ofSeconds(5);

    private final ConsumerSettings settings;

    RecordSource(ConsumerSettings settings) {
        this.settings = settings;
    }

    /**
     * As the consumer's own.
     *
     * @throws OutOfMemoryError where it is not for the size of a single record; the consumer is of no more use then
     */
    ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> consumer, Duration atMost) {
        try {
            return consumer.poll(atMost);
        } catch (OutOfMemoryError e) {
            if (settings.portion() == Portion.SOME) {
                throw e;
            }
            return inPlaceOfOversized(consumer, e);
        }
    }

    private ConsumerRecords<byte[], byte[]> inPlaceOfOversized(
            Consumer<byte[], byte[]> consumer, OutOfMemoryError failure) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        for (TopicPartition partition : ends.keySet()) {
            long offset = consumer.position(partition);
            if (offset < ends.get(partition) && !fits(partition, offset)) {
                consumer.seek(partition, offset + 1); // what the consumer has of the record is dropped with that
                return new ConsumerRecords<>(
                        Map.of(partition, List.of(new OversizedRecord(partition, offset))),
                        Map.of(partition, new OffsetAndMetadata(offset + 1)));
            }
        }
        throw failure;
    }

    /** Whether the record can be read by a consumer that reads nothing else. */
    private boolean fits(TopicPartition partition, long offset) {
        try (Consumer<byte[], byte[]> probe = Clients.reader(settings)) {
            probe.assign(List.of(partition));
            probe.seek(partition, offset);
            int read = probe.poll(PROBE_WITHIN).count();
            LOG.debug("{} records read at {}@{}", read, partition, offset);
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        }
    }
}
