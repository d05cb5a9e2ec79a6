package dev.e2e.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What the tests do to a broker. */
final class Topics {
    private static final int MOST_BYTES = 96 << 20;

    private final String brokers;

    Topics(String brokers) {
        this.brokers = brokers;
    }

    void create(String topic, int partitions, Map<String, String> config) throws Exception {
        try (Admin admin = admin()) {
            NewTopic wanted = new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(config);
            admin.createTopics(List.of(wanted)).all().get(20, TimeUnit.SECONDS);
        }
    }

    void delete(String topic) throws Exception {
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(topic)).all().get(20, TimeUnit.SECONDS);
        }
    }

    void set(String topic, String name, String value) throws Exception {
        try (Admin admin = admin()) {
            AlterConfigOp set = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(set)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    Set<String> names() throws Exception {
        try (Admin admin = admin()) {
            return admin.listTopics().names().get(20, TimeUnit.SECONDS);
        }
    }

    /** The committed offset of a group on partition 0; empty where there is none. */
    Optional<Long> committed(String group, String topic) throws Exception {
        return commit(group, topic).map(OffsetAndMetadata::offset);
    }

    /** What the commit of a group on partition 0 carries; nothing where there is none. */
    String committedMetadata(String group, String topic) throws Exception {
        return commit(group, topic).map(OffsetAndMetadata::metadata).orElse("");
    }

    private Optional<OffsetAndMetadata> commit(String group, String topic) throws Exception {
        try (Admin admin = admin()) {
            return Optional.ofNullable(admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(20, TimeUnit.SECONDS)
                    .get(new TopicPartition(topic, 0)));
        }
    }

    /** Where the group stands on each partition that it has committed. */
    Map<TopicPartition, Long> committed(String group) throws Exception {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        try (Admin admin = admin()) {
            admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(20, TimeUnit.SECONDS)
                    .forEach((partition, committed) -> offsets.put(partition, committed.offset()));
        }
        return offsets;
    }

    void send(String topic, Collection<SampleRecord> records) throws Exception {
        sendAll("none", records.stream().map(record -> record.to(topic)).toList());
    }

    /** Sends each record to the partition of its key, and returns where it stands there. */
    List<RecordMetadata> sendByKey(String topic, Collection<SampleRecord> records) throws Exception {
        return sendAll(
                "none", records.stream().map(record -> record.byKey(topic)).toList());
    }

    /** Sends records as they are, packed by Kafka's name of a compression, and returns where they stand. */
    List<RecordMetadata> sendAll(String compression, List<ProducerRecord<byte[], byte[]>> records) throws Exception {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers", brokers,
                "acks", "all",
                "compression.type", compression,
                "max.request.size", MOST_BYTES,
                "buffer.memory", 2L * MOST_BYTES);
        List<Future<RecordMetadata>> answers = new ArrayList<>();
        List<RecordMetadata> written = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ProducerRecord<byte[], byte[]> record : records) {
                answers.add(producer.send(record));
            }
            for (Future<RecordMetadata> answer : answers) {
                written.add(answer.get(20, TimeUnit.SECONDS));
            }
        }
        return written;
    }

    /** Everything on partition 0, which has to be as much as is expected. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic, int expected) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        Map<String, Object> properties = Map.of("bootstrap.servers", brokers, "auto.offset.reset", "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            RunningConsumer.await().until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                long end = consumer.endOffsets(List.of(partition)).get(partition);
                return records.size() >= expected && consumer.position(partition) == end;
            });
        }
        return records;
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", brokers));
    }
}
