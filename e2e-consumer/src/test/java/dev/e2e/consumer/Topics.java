package dev.e2e.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What the tests do to a broker. */
final class Topics {
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
        try (Admin admin = admin()) {
            OffsetAndMetadata committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(20, TimeUnit.SECONDS)
                    .get(new TopicPartition(topic, 0));
            return Optional.ofNullable(committed).map(OffsetAndMetadata::offset);
        }
    }

    void send(String topic, Collection<SampleRecord> records) throws Exception {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", brokers, "acks", "all", "max.request.size", 4_000_000);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (SampleRecord record : records) {
                producer.send(record.to(topic)).get(20, TimeUnit.SECONDS);
            }
        }
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
