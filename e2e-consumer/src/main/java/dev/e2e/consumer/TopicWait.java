package dev.e2e.consumer;

import dev.e2e.runtime.KafkaRefusal;
import dev.e2e.runtime.Shutdown;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until Kafka can be reached and the topic exists; says once what it waits for. Joining the group only then means
 * that the first assignment is the real one: a group that joins before its topic exists is given nothing. Used by the
 * thread that polls.
 */
final class TopicWait {
    private static final Logger LOG = LoggerFactory.getLogger(TopicWait.class);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
    private static final Duration RETRY_AFTER = Duration.ofMillis(200);

    private final ConsumerSettings settings;
    private final Condition condition;
    private final Shutdown shutdown;
    private String said = "";

    TopicWait(ConsumerSettings settings, Condition condition, Shutdown shutdown) {
        this.settings = settings;
        this.condition = condition;
        this.shutdown = shutdown;
    }

    /** Waits until a broker's name can be resolved, without which no client can be made, or the end is asked for. */
    void awaitAddress() throws InterruptedException {
        while (!shutdown.isRequested() && !resolvable(settings.brokers())) {
            say("no host of KAFKA_BROKERS=%s can be resolved; trying on".formatted(settings.brokers()));
            shutdown.await(RETRY_AFTER);
        }
    }

    /** Waits until the topic exists, or the end is asked for. */
    void awaitTopic(Consumer<byte[], byte[]> consumer) throws InterruptedException {
        while (!shutdown.isRequested()) {
            try {
                if (exists(consumer)) {
                    if (!said.isEmpty()) {
                        LOG.info("topic '{}' found at {}", settings.topic(), settings.brokers());
                        said = "";
                    }
                    condition.waiting("joining the group " + settings.group());
                    return;
                }
                say(missing());
            } catch (TimeoutException
                    | OutOfMemoryError e) { // the latter where what is no Kafka tells of a huge answer
                say(unreachable());
            }
            shutdown.await(RETRY_AFTER);
        }
    }

    /**
     * Looks whether the topic still exists, where the consumer holds nothing of it. A topic that is made anew is joined
     * at once, not only when the group notices.
     */
    void look(Consumer<byte[], byte[]> consumer) {
        if (!consumer.assignment().isEmpty()) {
            said = "";
            return;
        }
        try {
            if (exists(consumer)) {
                if (!said.isEmpty()) {
                    said = "";
                    consumer.enforceRebalance("topic " + settings.topic() + " was made anew");
                }
            } else {
                say(missing());
            }
        } catch (TimeoutException e) {
            LOG.debug("whether topic '{}' exists is not known: {}", settings.topic(), e.getMessage());
        }
    }

    private boolean exists(Consumer<byte[], byte[]> consumer) {
        List<PartitionInfo> partitions = consumer.partitionsFor(settings.topic(), ANSWER_WITHIN);
        return partitions != null && !partitions.isEmpty();
    }

    private String unreachable() {
        String reason = new KafkaRefusal(settings.kafka()).withoutAnswer();
        return "Kafka at %s cannot be reached%s; trying on"
                .formatted(settings.brokers(), reason.isEmpty() ? "" : " (" + reason + ")");
    }

    private String missing() {
        return "topic '%s' does not exist at %s; waiting until somebody makes it"
                .formatted(settings.topic(), settings.brokers());
    }

    private void say(String problem) {
        condition.waiting(problem);
        if (!problem.equals(said)) {
            LOG.warn("{}", problem);
            said = problem;
        }
    }

    private static boolean resolvable(String brokers) {
        return Arrays.stream(brokers.split(",", -1)).anyMatch(broker -> {
            int colon = broker.lastIndexOf(':');
            return !new InetSocketAddress(
                            broker.substring(0, colon).strip(),
                            Integer.parseInt(broker.substring(colon + 1).strip()))
                    .isUnresolved();
        });
    }
}
