package dev.e2e.consumer;

import dev.e2e.runtime.KafkaRefusal;
import java.util.Optional;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;

/** Says in one line why Kafka refuses this consumer, and which setting is to be corrected. */
final class Refusal {
    private final ConsumerSettings settings;

    Refusal(ConsumerSettings settings) {
        this.settings = settings;
    }

    /** What is to be said of the failure; empty where it is something else than a refusal. */
    Optional<String> of(@Nullable Throwable failure) {
        if (failure instanceof AuthenticationException) {
            return Optional.of("Kafka at %s does not let this consumer in: %s"
                    .formatted(settings.brokers(), new KafkaRefusal(settings.kafka()).by(failure)));
        }
        if (failure instanceof TopicAuthorizationException) {
            return Optional.of(right("KAFKA_TOPIC", "topic", settings.topic(), "Describe and Read are"));
        }
        if (failure instanceof GroupAuthorizationException) {
            return Optional.of(right("KAFKA_GROUP", "group", settings.group(), "Read is"));
        }
        if (failure instanceof AuthorizationException) {
            return Optional.of("Kafka at %s does not allow this: %s"
                    .formatted(settings.brokers(), Printable.of(String.valueOf(failure.getMessage()))));
        }
        return Optional.empty();
    }

    private String right(String setting, String type, String name, String rights) {
        return "%s: Kafka at %s gives no right to the %s '%s' (%s needed)"
                .formatted(setting, settings.brokers(), type, name, rights);
    }
}
