package dev.e2e.consumer;

import dev.e2e.runtime.KafkaProperties;
import dev.e2e.runtime.Setting;
import dev.e2e.runtime.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * What the consumer is told by its environment.
 *
 * @param kafka the brokers, and what else Kafka's clients are set up with
 * @param timeout within which a snapshot's end has to be read after its begin
 * @param portion at first {@link Portion#SOME}
 */
record ConsumerSettings(KafkaProperties kafka, String topic, String group, Duration timeout, Portion portion) {

    ConsumerSettings(String brokers, String topic, String group, Duration timeout) {
        this(KafkaProperties.of(brokers), topic, group, timeout, Portion.SOME);
    }

    /** The same, but for how much is read at a time. */
    ConsumerSettings with(Portion other) {
        return new ConsumerSettings(kafka, topic, group, timeout, other);
    }

    /** {@code host:port}, several separated by commas. */
    String brokers() {
        return kafka.brokers();
    }

    /** Kafka's rule for names, less the length of the suffix of the dead letter topic. */
    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,245}");

    private static final Setting<String> KAFKA_TOPIC = new Setting<>(
            "KAFKA_TOPIC",
            "topic to read; what cannot be read goes to the topic of this name with .dlq at its end",
            "cluster-info",
            ConsumerSettings::topicName);
    private static final Setting<String> KAFKA_GROUP =
            Setting.text("KAFKA_GROUP", "consumer group", "cluster-info-consumer");
    private static final Setting<Duration> SNAPSHOT_TIMEOUT = Setting.duration(
            "SNAPSHOT_TIMEOUT", "a snapshot whose end was not read so long after its begin is given up", "10m");

    static final List<Setting<?>> ALL = List.of(
            KafkaProperties.KAFKA_BROKERS,
            KafkaProperties.KAFKA_PROPERTIES,
            KAFKA_TOPIC,
            KAFKA_GROUP,
            SNAPSHOT_TIMEOUT);

    /** @param environment usually {@link System#getenv()} */
    static ConsumerSettings from(Settings settings, Map<String, String> environment) {
        return new ConsumerSettings(
                KafkaProperties.read(settings, environment, ConsumerConfig::configNames, ClientProperties.OWN),
                settings.get(KAFKA_TOPIC),
                settings.get(KAFKA_GROUP),
                settings.get(SNAPSHOT_TIMEOUT),
                Portion.SOME);
    }

    String deadLetterTopic() {
        return topic + ".dlq";
    }

    private static String topicName(String text) {
        if (!TOPIC.matcher(text).matches()) {
            throw new IllegalArgumentException("expected a topic's name of letters, digits, '.', '_' and '-'");
        }
        return text;
    }
}
