package dev.e2e.consumer;

import dev.e2e.runtime.Setting;
import dev.e2e.runtime.Settings;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the consumer is told by its environment.
 *
 * @param brokers {@code host:port}, several separated by commas
 * @param timeout within which a snapshot's end has to be read after its begin
 */
record ConsumerSettings(String brokers, String topic, String group, Duration timeout) {
    /** Kafka's rule for names, less the length of the suffix of the dead letter topic. */
    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,245}");

    private static final Setting<String> KAFKA_BROKERS = Setting.bootstrapServers(
            "KAFKA_BROKERS", "host:port of Kafka, several separated by commas", "localhost:9092");
    private static final Setting<String> KAFKA_TOPIC = new Setting<>(
            "KAFKA_TOPIC",
            "topic to read; what cannot be read goes to the topic of this name with .dlq at its end",
            "cluster-info",
            ConsumerSettings::topicName);
    private static final Setting<String> KAFKA_GROUP =
            Setting.text("KAFKA_GROUP", "consumer group", "cluster-info-consumer");
    private static final Setting<Duration> SNAPSHOT_TIMEOUT = Setting.duration(
            "SNAPSHOT_TIMEOUT", "a snapshot whose end was not read so long after its begin is given up", "10m");

    static final List<Setting<?>> ALL = List.of(KAFKA_BROKERS, KAFKA_TOPIC, KAFKA_GROUP, SNAPSHOT_TIMEOUT);

    static ConsumerSettings from(Settings settings) {
        return new ConsumerSettings(
                settings.get(KAFKA_BROKERS),
                settings.get(KAFKA_TOPIC),
                settings.get(KAFKA_GROUP),
                settings.get(SNAPSHOT_TIMEOUT));
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
