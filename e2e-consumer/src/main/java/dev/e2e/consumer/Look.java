package dev.e2e.consumer;

import dev.e2e.runtime.Shutdown;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topic in no group and leaves no trace in Kafka: nothing is committed, and what cannot be read is said but
 * not put into the dead letter topic. Used once.
 */
final class Look {
    private static final Logger LOG = LoggerFactory.getLogger(Look.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CLOSE_WITHIN = Duration.ofMillis(300);

    private final ConsumerSettings settings;
    private final LookOptions options;
    private final Shutdown shutdown;
    private final Statistics statistics = new Statistics();
    private final Condition condition = new Condition(() -> {});
    private final Expectations expectations;
    private final Assembly assembly;
    private final Intake intake;
    /** Where the topic ended when reading began. */
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    /** What is read next; empty before reading begins. */
    private final Map<TopicPartition, Long> next = new HashMap<>();

    private int unreadable;
    private int unverified;
    private volatile boolean late;

    /**
     * How it ended.
     *
     * @param differences what the snapshot that was verified last does not meet
     */
    record Result(boolean isMet, String reason, List<String> differences) {
        Result {
            differences = List.copyOf(differences);
        }
    }

    /** @param observers of the snapshots, beside the report and the expectations */
    Look(ConsumerSettings settings, LookOptions options, Shutdown shutdown, List<SnapshotObserver> observers) {
        this.settings = settings;
        this.options = options;
        this.shutdown = shutdown;
        expectations = new Expectations(options.expectations(), options.after());
        Report report = new Report(statistics, Clock.systemUTC());
        List<SnapshotObserver> all = new ArrayList<>(observers);
        all.add(report);
        all.add(this::count);
        if (options.within().isPresent()) {
            all.add(expectations);
        }
        assembly = new Assembly(Limits.within(settings.timeout()), System::nanoTime, SnapshotObserver.all(all));
        intake = new Intake(assembly, this::unreadable, report, statistics);
    }

    /** Reads until it is known how it ends. */
    Result run() throws InterruptedException {
        options.within().ifPresent(this::endAfter);
        condition.waiting("Kafka at %s has not answered yet".formatted(settings.brokers()));
        TopicWait wait = new TopicWait(settings, condition, shutdown);
        wait.awaitAddress();
        if (shutdown.isRequested()) {
            return result();
        }
        try {
            read(Portion.SOME, wait);
        } catch (OutOfMemoryError e) {
            LOG.warn("records are larger than memory allows ({}); reading on, one at a time", e.getMessage());
            read(Portion.ONE, wait);
        }
        return result();
    }

    private void read(Portion portion, TopicWait wait) throws InterruptedException {
        ConsumerSettings portioned = settings.with(portion);
        Consumer<byte[], byte[]> consumer = Clients.reader(portioned);
        shutdown.onRequest(consumer::wakeup);
        try {
            wait.awaitTopic(consumer);
            if (!shutdown.isRequested()) {
                read(consumer, new RecordSource(portioned));
            }
        } catch (WakeupException e) {
            LOG.debug("woken up to end");
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE_WITHIN));
        }
    }

    private void read(Consumer<byte[], byte[]> consumer, RecordSource source) {
        if (next.isEmpty()) {
            begin(consumer);
        } else {
            consumer.assign(next.keySet());
            next.forEach(consumer::seek);
        }
        while (!shutdown.isRequested() && expectations.met().isEmpty() && !isAtEnd(consumer)) {
            for (ConsumerRecord<byte[], byte[]> record : source.poll(consumer, POLL)) {
                intake.take(record);
                next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
                if (expectations.met().isPresent()) {
                    return;
                }
            }
            assembly.expire(new AskedPartitionLog(consumer, settings.topic()));
        }
    }

    private void begin(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(settings.topic()).stream()
                .map(partition -> new TopicPartition(settings.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        ends.putAll(consumer.endOffsets(partitions));
        options.from().seek(consumer, partitions);
        partitions.forEach(partition -> next.put(partition, consumer.position(partition)));
    }

    private boolean isAtEnd(Consumer<byte[], byte[]> consumer) {
        return options.atEnd() == LookOptions.AtEnd.EXIT
                && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private Result result() {
        if (options.within().isEmpty()) {
            String reason = "%d verified, %d not, %d unreadable, %d still open"
                    .formatted(
                            statistics.snapshots(Statistics.Ending.VERIFIED),
                            unverified,
                            unreadable,
                            assembly.openSnapshots());
            return new Result(unverified == 0 && unreadable == 0, reason, List.of());
        }
        if (expectations.met().isPresent()) {
            String id = expectations.met().get().key().snapshotId();
            return new Result(true, "snapshot " + id + " is as expected", List.of());
        }
        String why = late
                ? String.format(
                        Locale.ROOT,
                        "within %.1f s",
                        options.within().orElseThrow().toMillis() / 1000.0)
                : shutdown.isRequested() ? "before it was stopped" : "up to the end of the topic";
        return new Result(
                false,
                "no snapshot as expected " + why,
                next.isEmpty() ? List.of("reading did not begin: " + condition.unready()) : expectations.differences());
    }

    /** Asks for the end when the time is over. */
    private void endAfter(Duration within) {
        Thread clock = new Thread(
                () -> {
                    try {
                        if (!shutdown.await(within)) {
                            late = true;
                            shutdown.request();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "within");
        clock.setDaemon(true);
        clock.start();
    }

    private void unreadable(ConsumerRecord<byte[], byte[]> record, String reason) {
        unreadable++;
        LOG.warn("{} could not be read ({})", new DeadLetter(record, reason), reason);
    }

    private void count(Outcome outcome) {
        if (!(outcome instanceof Outcome.Verified)) {
            unverified++;
        }
    }
}
