package dev.e2e.consumer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.network.Selectable;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** How the clients of Kafka are set up. */
final class ClientProperties {
    private static final int MIB = 1024 * 1024;

    /** What users may not set, since the offsets, the order or the memory of this application depend on it. */
    static final Map<String, String> OWN = own();

    private ClientProperties() {}

    private static Map<String, String> own() {
        Map<String, String> own = new HashMap<>(Map.of(
                ProducerConfig.ACKS_CONFIG, "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false"));
        for (String name : List.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG)) {
            own.put(name, "");
        }
        return own;
    }

    /** For a member of the group. */
    static Map<String, Object> consumer(ConsumerSettings settings) {
        Map<String, Object> properties = reader(settings);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
        // Of the two protocols this one joins faster where the broker does not delay a group's first rebalance, as
        // ours does not: 0.94 s against 1.20 s from the start of the JVM's main to the assignment (means of five, on
        // two cores), since KIP-848's consumer loads more and waits for a heartbeat. And brokers 3.x know it.
        properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        // What a consumer that was killed held comes free after this time; brokers take no less by default.
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_500);
        return properties;
    }

    /** For reading in no group. */
    static Map<String, Object> reader(ConsumerSettings settings) {
        Map<String, Object> properties = common(settings);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // New partitions of the topic are seen so soon.
        properties.put(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, 5_000);
        // Chunks are 512 KiB before compression, so that one poll holds 16 MiB of them, and a small heap is enough.
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.portion() == Portion.SOME ? 32 : 1);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 * MIB);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 2 * MIB);
        // The operating system sizes the socket's buffer as it goes; Kafka's fixed 64 KiB make the broker wait for us.
        properties.put(CommonClientConfigs.RECEIVE_BUFFER_CONFIG, Selectable.USE_DEFAULT_BUFFER_SIZE);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return properties;
    }

    /** For dead letters: rare, some of them large, and none may be lost. */
    static Map<String, Object> producer(ConsumerSettings settings) {
        Map<String, Object> properties = common(settings);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 16 * MIB);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 24L * MIB);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000L);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0L);
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return properties;
    }

    static Map<String, Object> admin(ConsumerSettings settings) {
        return common(settings);
    }

    private static Map<String, Object> common(ConsumerSettings settings) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.brokers());
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, "e2e-consumer");
        // The figures are published over HTTP; loading JMX would only delay the start.
        properties.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        properties.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        properties.putAll(settings.kafka().values());
        return properties;
    }
}
