package dev.e2e.consumer;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What comes with the partitions that the group gives and takes. Called by the thread that polls. */
final class Membership implements ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);

    private final Consumer<byte[], byte[]> consumer;
    private final Assembly assembly;
    private final Progress progress;
    private final Condition condition;

    Membership(Consumer<byte[], byte[]> consumer, Assembly assembly, Progress progress, Condition condition) {
        this.consumer = consumer;
        this.assembly = assembly;
        this.progress = progress;
        this.condition = condition;
    }

    /** Takes over from whoever had the partitions; called with none too, when others hold all of them. */
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            try {
                consumer.committed(new HashSet<>(partitions), ANSWER_WITHIN).forEach((partition, committed) -> {
                    if (committed != null) {
                        progress.takenOver(partition, committed);
                    }
                });
            } catch (WakeupException e) {
                throw e;
            } catch (KafkaException e) {
                LOG.warn(
                        "what was verified before in {} is not known ({}); it may be reported again",
                        partitions,
                        e.getClass().getSimpleName());
            }
        }
        LOG.info("joined the group; partitions assigned: {}", consumer.assignment());
        condition.joined();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> due = progress.due(partitions);
        try {
            if (!due.isEmpty()) {
                consumer.commitSync(due, ANSWER_WITHIN);
            }
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.warn(
                    "the last commit of {} failed ({}); whoever reads them next reads some records again",
                    due.keySet(),
                    e.getClass().getSimpleName());
        } finally {
            forget(partitions);
        }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        LOG.warn("partitions {} were lost to the group, which took this consumer for dead; joining again", partitions);
        condition.waiting("partitions were lost; joining the group again");
        forget(partitions);
    }

    private void forget(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            progress.forget(partition);
            assembly.forget(partition.partition());
        }
    }
}
