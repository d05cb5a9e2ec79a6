package dev.e2e.consumer;

import dev.e2e.runtime.Shutdown;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop: poll, process, have the dead letters acknowledged, commit. An offset is committed only after everything
 * below it was processed, and {@link Progress} says what else has to wait.
 */
final class PollLoop {
    private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration COMMIT_EVERY = Duration.ofMillis(500);
    private static final Duration SAMPLE_EVERY = Duration.ofSeconds(1);
    private static final Duration DEAD_LETTERS_WITHIN = Duration.ofSeconds(15);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    /** The end has 2 s: for the last commit, for leaving the group, and for the dead letters' producer. */
    private static final Duration LAST_COMMIT_WITHIN = Duration.ofMillis(500);

    private static final Duration CLOSE_WITHIN = Duration.ofMillis(700);

    private final ConsumerSettings settings;
    private final Statistics statistics;
    private final Condition condition;
    private final Shutdown shutdown;
    private final Assembly assembly;
    private final Progress progress;
    private final DeadLetters deadLetters;
    private final Intake intake;
    private final AnsweredTime answeredTime = new AnsweredTime(System::nanoTime);
    private final RecordSource source;
    private final Lag lag = new Lag(Clock.systemUTC());
    private String commitProblem = "";
    private long committedAt = System.nanoTime();
    private long sampledAt = System.nanoTime();

    /** @param observers of the snapshots, beside the report */
    PollLoop(
            ConsumerSettings settings,
            Statistics statistics,
            Condition condition,
            Shutdown shutdown,
            List<SnapshotObserver> observers) {
        this.settings = settings;
        this.statistics = statistics;
        this.condition = condition;
        this.shutdown = shutdown;
        Report report = new Report(statistics, Clock.systemUTC());
        assembly = new Assembly(
                Limits.within(settings.timeout()), answeredTime, SnapshotObserver.all(with(report, observers)));
        progress = new Progress(assembly);
        deadLetters = new DeadLetters(settings, statistics, new Patience(shutdown, DEAD_LETTERS_WITHIN));
        intake = new Intake(assembly, deadLetters, report, statistics);
        source = new RecordSource(settings);
    }

    /** What is written is written before it is said. */
    private static List<SnapshotObserver> with(Report report, List<SnapshotObserver> observers) {
        List<SnapshotObserver> all = new ArrayList<>(observers);
        all.add(report);
        return all;
    }

    /**
     * Runs until the end is asked for.
     *
     * @throws KafkaException when Kafka refuses this consumer for good, such as for want of a right
     * @throws OutOfMemoryError when what is read at a time is too large
     */
    void run() throws InterruptedException {
        TopicWait wait = new TopicWait(settings, condition, shutdown);
        wait.awaitAddress();
        if (shutdown.isRequested()) {
            return;
        }
        Consumer<byte[], byte[]> consumer = Clients.consumer(settings);
        shutdown.onRequest(consumer::wakeup);
        try (deadLetters) {
            wait.awaitTopic(consumer);
            consumer.subscribe(List.of(settings.topic()), new Membership(consumer, assembly, progress, condition));
            BrokerWatch watch = new BrokerWatch(settings.brokers(), consumer.metrics(), System::nanoTime);
            while (!shutdown.isRequested()) {
                turn(consumer, watch, wait);
            }
        } catch (WakeupException e) {
            LOG.debug("woken up to end");
        } finally {
            commitLast(consumer);
            consumer.close(CloseOptions.timeout(CLOSE_WITHIN));
        }
    }

    private void turn(Consumer<byte[], byte[]> consumer, BrokerWatch watch, TopicWait wait)
            throws InterruptedException {
        ConsumerRecords<byte[], byte[]> records = source.poll(consumer, POLL);
        if (!records.isEmpty()) {
            process(consumer, records);
        }
        statistics.openSnapshots(assembly.openSnapshots());
        long now = System.nanoTime();
        if (records.isEmpty() || now - committedAt > COMMIT_EVERY.toNanos()) {
            committedAt = now;
            commit(consumer);
        }
        if (records.isEmpty() || now - sampledAt > SAMPLE_EVERY.toNanos()) {
            sampledAt = now;
            statistics.lag(lag.sample(consumer));
            answeredTime.look(watch.look(condition));
            assembly.expire(new AskedPartitionLog(consumer, settings.topic()));
            wait.look(consumer);
        }
    }

    private void process(Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records)
            throws InterruptedException {
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            intake.take(record);
            bytes += Math.max(0, record.serializedValueSize());
        }
        statistics.read(records.count(), bytes);
        lag.read(records);
        Map<TopicPartition, Long> again = deadLetters.settle();
        records.nextOffsets().forEach((partition, next) -> {
            long upTo = again.getOrDefault(partition, next.offset());
            progress.processedUpTo(partition, upTo);
            if (upTo < next.offset()) {
                consumer.seek(partition, upTo);
            }
        });
        if (!again.isEmpty()) {
            shutdown.await(RETRY_AFTER);
        }
    }

    private void commit(Consumer<byte[], byte[]> consumer) {
        Map<TopicPartition, OffsetAndMetadata> due = progress.due(consumer.assignment());
        if (!due.isEmpty()) {
            consumer.commitAsync(due, this::committed);
        }
    }

    private void committed(Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Exception problem) {
        if (problem == null) {
            commitProblem = "";
            return;
        }
        progress.notCommitted(offsets); // so that it is tried again
        boolean passing = problem instanceof RetriableException
                || problem instanceof RebalanceInProgressException
                || problem instanceof CommitFailedException;
        if (!passing && !problem.toString().equals(commitProblem)) {
            commitProblem = problem.toString();
            LOG.warn("offsets cannot be committed ({}); trying on", Printable.of(commitProblem));
        }
    }

    private void commitLast(Consumer<byte[], byte[]> consumer) {
        try {
            commitSync(consumer, progress.due(consumer.assignment()));
        } catch (KafkaException e) {
            LOG.warn(
                    "the last commit failed ({}); the next start reads some records again",
                    Printable.of(String.valueOf(e.getMessage())));
        }
    }

    private static void commitSync(Consumer<byte[], byte[]> consumer, Map<TopicPartition, OffsetAndMetadata> due) {
        if (due.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(due, LAST_COMMIT_WITHIN);
        } catch (WakeupException e) { // the call to end came while nothing was polled, and is used up now
            consumer.commitSync(due, LAST_COMMIT_WITHIN);
        }
    }
}
