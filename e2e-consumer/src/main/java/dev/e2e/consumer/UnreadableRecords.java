package dev.e2e.consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where records go that cannot be read. */
@FunctionalInterface
interface UnreadableRecords {
    /** Takes a record, and why it could not be read. */
    void add(ConsumerRecord<byte[], byte[]> record, String reason);
}
