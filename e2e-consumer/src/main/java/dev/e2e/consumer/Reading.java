package dev.e2e.consumer;

import dev.e2e.runtime.Shutdown;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the reading going: a {@link PollLoop} that ended for a reason that may pass is followed by another, which begins as
 * after a restart of the process.
 */
final class Reading {
    private static final Logger LOG = LoggerFactory.getLogger(Reading.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ConsumerSettings settings;
    private final Statistics statistics;
    private final Condition condition;
    private final Shutdown shutdown;
    private final List<SnapshotObserver> observers;
    private Portion portion = Portion.SOME;

    /** @param observers of the snapshots, beside the report */
    Reading(
            ConsumerSettings settings,
            Statistics statistics,
            Condition condition,
            Shutdown shutdown,
            List<SnapshotObserver> observers) {
        this.settings = settings;
        this.statistics = statistics;
        this.condition = condition;
        this.shutdown = shutdown;
        this.observers = List.copyOf(observers);
    }

    /**
     * Reads until the end is asked for. Where Kafka refuses a consumer that it had taken, that is said once and tried again;
     * where memory does not suffice for what is read at a time, one record at a time is read from then on.
     *
     * @throws AuthenticationException when Kafka does not let in a consumer that was never ready
     * @throws AuthorizationException when Kafka has no right for a consumer that was never ready
     */
    void run() throws InterruptedException {
        String said = "";
        while (!shutdown.isRequested()) {
            try {
                new PollLoop(settings.with(portion), statistics, condition, shutdown, observers).run();
            } catch (AuthenticationException | AuthorizationException e) {
                if (!condition.wasReady()) {
                    throw e;
                }
                String refusal = new Refusal(settings).of(e).orElseThrow(() -> e);
                condition.waiting(refusal);
                if (!refusal.equals(said)) {
                    LOG.warn("{}; trying on", refusal);
                    said = refusal;
                }
                shutdown.await(RETRY_AFTER);
            } catch (OutOfMemoryError e) {
                if (portion == Portion.ONE) {
                    throw e;
                }
                portion = Portion.ONE;
                condition.waiting("reading again, one record at a time");
                LOG.warn(
                        "records are larger than memory allows ({}); reading them again, one at a time",
                        e.getMessage());
            }
        }
    }
}
