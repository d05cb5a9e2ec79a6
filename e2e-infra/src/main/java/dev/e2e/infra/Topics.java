package dev.e2e.infra;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** The topics of a broker. */
final class Topics {
    private static final Duration WITHIN = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Topics() {}

    /**
     * Makes topics with one partition and one replica each; those that exist stay as they are.
     *
     * @throws IllegalStateException when one cannot be made
     */
    static void create(String bootstrapServers, List<String> names) {
        List<NewTopic> topics =
                names.stream().map(name -> new NewTopic(name, 1, (short) 1)).toList();
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            admin.createTopics(topics).values().forEach((name, created) -> await(created, name, bootstrapServers));
            names.forEach(name -> awaitLeader(admin, name, bootstrapServers));
        }
    }

    /** The controller answers before the broker has heard of the topic; clients ask the broker. */
    private static void awaitLeader(Admin admin, String name, String bootstrapServers) {
        long end = System.nanoTime() + WITHIN.toNanos();
        while (!hasLeader(admin, name, bootstrapServers)) {
            if (System.nanoTime() - end >= 0) {
                throw failed(name, bootstrapServers, "no leader within " + WITHIN.toSeconds() + " s", null);
            }
            try {
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failed(name, bootstrapServers, "interrupted", e);
            }
        }
    }

    private static boolean hasLeader(Admin admin, String name, String bootstrapServers) {
        try {
            return admin
                    .describeTopics(List.of(name))
                    .allTopicNames()
                    .get(WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    .values()
                    .stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(partition ->
                            partition.leader() != null && !partition.leader().isEmpty());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw failed(name, bootstrapServers, String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(name, bootstrapServers, "interrupted", e);
        }
    }

    private static void await(KafkaFuture<Void> created, String name, String bootstrapServers) {
        try {
            created.get(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw failed(name, bootstrapServers, String.valueOf(e.getCause()), e);
            }
        } catch (TimeoutException e) {
            throw failed(name, bootstrapServers, "no answer within " + WITHIN.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(name, bootstrapServers, "interrupted", e);
        }
    }

    private static IllegalStateException failed(
            String name, String bootstrapServers, String reason, @Nullable Exception cause) {
        return new IllegalStateException(
                "Kafka at %s did not make the topic '%s': %s".formatted(bootstrapServers, name, reason), cause);
    }
}
