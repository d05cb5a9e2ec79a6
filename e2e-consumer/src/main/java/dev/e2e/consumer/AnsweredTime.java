package dev.e2e.consumer;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A clock in nanoseconds that goes on only while Kafka answers and its answers are read. It stands while Kafka is away,
 * while the process or its machine is stopped, and while reading waits, since what collectors sent by then is still on its
 * way. Used by the thread that polls.
 */
final class AnsweredTime implements LongSupplier {
    /** Looks are a second apart; what lies so far apart had a stop between. */
    static final Duration AT_MOST = Duration.ofSeconds(5);

    private final LongSupplier nanoClock;
    private long lookedAt;
    private long passed;

    /** @param nanoClock as {@link System#nanoTime()} */
    AnsweredTime(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.lookedAt = nanoClock.getAsLong();
    }

    /** @param answered whether Kafka has answered since the last look */
    void look(boolean answered) {
        long now = nanoClock.getAsLong();
        long since = now - lookedAt;
        lookedAt = now;
        if (answered && since <= AT_MOST.toNanos()) {
            passed += since;
        }
    }

    @Override
    public long getAsLong() {
        return passed;
    }
}
