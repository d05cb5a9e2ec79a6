package dev.e2e.consumer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes the dead letter topic where there is none. */
final class DeadLetterTopic {
    /** Room for the headers that a dead letter has more than its record. */
    private static final int HEADER_ROOM = 64 * 1024;

    private final ConsumerSettings settings;
    private final Patience patience;

    DeadLetterTopic(ConsumerSettings settings, Patience patience) {
        this.settings = settings;
        this.patience = patience;
    }

    /** Sees to it that the topic exists: with one partition, and replicated as the topic that is read. */
    void ensure(Admin admin) throws ExecutionException, TimeoutException, InterruptedException {
        if (exists(admin)) {
            return;
        }
        NewTopic topic = new NewTopic(settings.deadLetterTopic(), Optional.of(1), replication(admin))
                .configs(configuration(admin));
        try {
            patience.await(admin.createTopics(List.of(topic)).all());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) { // another consumer was quicker
                throw e;
            }
        }
    }

    private boolean exists(Admin admin) throws ExecutionException, TimeoutException, InterruptedException {
        try {
            patience.await(
                    admin.describeTopics(List.of(settings.deadLetterTopic())).allTopicNames());
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }

    private Optional<Short> replication(Admin admin) throws ExecutionException, TimeoutException, InterruptedException {
        return patience.await(admin.describeTopics(List.of(settings.topic())).allTopicNames()).values().stream()
                .flatMap(description -> description.partitions().stream())
                .map(partition -> (short) partition.replicas().size())
                .findFirst();
    }

    /** Takes what the topic that is read takes; the broker's default where that may not be looked up. */
    private Map<String, String> configuration(Admin admin)
            throws ExecutionException, TimeoutException, InterruptedException {
        ConfigResource source = new ConfigResource(ConfigResource.Type.TOPIC, settings.topic());
        try {
            return patience.await(admin.describeConfigs(List.of(source)).all()).values().stream()
                    .map(config -> Long.parseLong(
                            config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value()))
                    .map(bytes -> Math.min(Integer.MAX_VALUE, bytes + HEADER_ROOM))
                    .findFirst()
                    .map(bytes -> Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Long.toString(bytes)))
                    .orElseThrow();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return Map.of();
            }
            throw e;
        }
    }
}
