package dev.e2e.consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Where a record stands in the topic.
 *
 * @param timestamp in milliseconds since 1970
 */
record Place(int partition, long offset, long timestamp) {
    static Place of(ConsumerRecord<?, ?> record) {
        return new Place(record.partition(), record.offset(), record.timestamp());
    }
}
