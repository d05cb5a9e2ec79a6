package dev.e2e.collector;

import java.time.Duration;

/** The time that a cycle may spend waiting before it asks again; no wait may go beyond its end. */
final class Budget {
    private final long end;

    private Budget(long end) {
        this.end = end;
    }

    /** A budget that starts now. */
    static Budget of(Duration length) {
        return new Budget(System.nanoTime() + length.toNanos());
    }

    /** Whether a wait of this length ends within it. */
    boolean allows(Duration pause) {
        return pause.compareTo(Duration.ofNanos(end - System.nanoTime())) < 0;
    }
}
