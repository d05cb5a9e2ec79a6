package dev.e2e.collector;

import dev.e2e.runtime.InvalidSettingsException;
import dev.e2e.runtime.KafkaProperties;
import dev.e2e.runtime.NetworkFailure;
import dev.e2e.runtime.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The way to Kafka, as the settings tell it. */
final class KafkaAccess {
    /** What users may not set: what a snapshot's delivery depends on, and what follows from the interval. */
    private static final Map<String, String> OWN = own();

    private KafkaAccess() {}

    private static Map<String, String> own() {
        Map<String, String> own = new HashMap<>(KafkaOutput.OWN);
        for (String name : List.of(
                "key.serializer", "value.serializer", "transactional.id", "delivery.timeout.ms", "max.block.ms")) {
            own.put(name, "");
        }
        return own;
    }

    /**
     * Where snapshots go.
     *
     * @param environment usually {@link System#getenv()}
     * @throws InvalidSettingsException when no producer can be made with the properties; where none are given, none is
     *     made to find out
     */
    static KafkaTarget target(
            Settings settings, Map<String, String> environment, String topic, KafkaTarget.Patience patience) {
        KafkaProperties properties = KafkaProperties.read(settings, environment, ProducerConfig::configNames, OWN);
        KafkaTarget target = new KafkaTarget(properties, topic, patience);
        if (!properties.values().isEmpty()) {
            check(target, properties.sources());
        }
        return target;
    }

    private static void check(KafkaTarget target, String sources) {
        Map<String, Object> configuration = new KafkaOutput(target).configuration();
        // Names of brokers are not in question here: those that are unknown now may be known later.
        configuration.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
        try {
            new KafkaProducer<>(configuration, new StringSerializer(), new ByteArraySerializer()).close();
        } catch (KafkaException e) {
            throw (InvalidSettingsException)
                    new InvalidSettingsException(List.of("%s: expected what Kafka's producer can be set up with (%s)"
                                    .formatted(sources, NetworkFailure.reason(e))))
                            .initCause(e);
        }
    }
}
