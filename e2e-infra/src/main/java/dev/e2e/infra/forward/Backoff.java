package dev.e2e.infra.forward;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses between attempts: 50 ms, doubled after each one up to a limit, less up to a fifth by chance. */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(50);
    private static final double JITTER = 0.2;

    private final Duration limit;
    private final RandomGenerator random;
    private Duration next = FIRST;

    Backoff(Duration limit, RandomGenerator random) {
        this.limit = limit;
        this.random = random;
    }

    /** The pause before the next attempt. */
    Duration next() {
        Duration pause = next;
        next = pause.multipliedBy(2).compareTo(limit) > 0 ? limit : pause.multipliedBy(2);
        // Many forwards that lose the same pod at the same moment do not come back at the same moment.
        return Duration.ofNanos((long) (pause.toNanos() * (1 - JITTER * random.nextDouble())));
    }

    /** Begins again with the shortest one. */
    void reset() {
        next = FIRST;
    }
}
