package dev.e2e.consumer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/** Asks the broker once for each answer, and waits for it a second at most. Used by the thread that polls, for one look. */
final class AskedPartitionLog implements PartitionLog {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private final Map<Integer, OptionalLong> ends = new HashMap<>();
    private final Map<Integer, OptionalLong> positions = new HashMap<>();

    AskedPartitionLog(Consumer<byte[], byte[]> consumer, String topic) {
        this.consumer = consumer;
        this.topic = topic;
    }

    @Override
    public OptionalLong end(int partition) {
        return ends.computeIfAbsent(
                partition,
                any -> ask(
                        any,
                        of -> consumer.endOffsets(Set.of(of), ANSWER_WITHIN).get(of)));
    }

    @Override
    public OptionalLong position(int partition) {
        return positions.computeIfAbsent(partition, any -> ask(any, of -> consumer.position(of, ANSWER_WITHIN)));
    }

    private OptionalLong ask(int partition, ToLongFunction<TopicPartition> question) {
        try {
            return OptionalLong.of(question.applyAsLong(new TopicPartition(topic, partition)));
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            return OptionalLong.empty();
        }
    }
}
