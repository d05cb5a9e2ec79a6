package dev.e2e.consumer;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Stands for a record that the memory does not suffice for, of which only the place is known. */
final class OversizedRecord extends ConsumerRecord<byte[], byte[]> {
    OversizedRecord(TopicPartition partition, long offset) {
        super(
                partition.topic(),
                partition.partition(),
                offset,
                NO_TIMESTAMP,
                TimestampType.NO_TIMESTAMP_TYPE,
                NULL_SIZE,
                NULL_SIZE,
                null,
                null,
                new RecordHeaders(),
                Optional.empty());
    }
}
