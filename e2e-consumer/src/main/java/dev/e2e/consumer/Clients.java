package dev.e2e.consumer;

import dev.e2e.runtime.InvalidSettingsException;
import dev.e2e.runtime.Reason;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;

/** Makes clients of Kafka that read. */
final class Clients {
    private Clients() {}

    /**
     * A member of the group.
     *
     * @throws InvalidSettingsException when none can be made with the properties that were given
     */
    static Consumer<byte[], byte[]> consumer(ConsumerSettings settings) {
        return make(settings, ClientProperties.consumer(settings));
    }

    /**
     * A client that reads in no group.
     *
     * @throws InvalidSettingsException when none can be made with the properties that were given
     */
    static Consumer<byte[], byte[]> reader(ConsumerSettings settings) {
        return make(settings, ClientProperties.reader(settings));
    }

    private static Consumer<byte[], byte[]> make(ConsumerSettings settings, Map<String, Object> properties) {
        try {
            return new KafkaConsumer<>(properties);
        } catch (KafkaException e) {
            if (settings.kafka().values().isEmpty()) {
                throw e;
            }
            throw (InvalidSettingsException)
                    new InvalidSettingsException(List.of("%s: expected what Kafka's clients can be set up with (%s)"
                                    .formatted(settings.kafka().sources(), Reason.of(e))))
                            .initCause(e);
        }
    }
}
