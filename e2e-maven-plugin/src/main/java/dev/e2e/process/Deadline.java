package dev.e2e.process;

import java.time.Duration;

/** A moment on the monotonic clock, which no change of the system's time moves. */
public final class Deadline {
    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    /** The moment this far from now. */
    public static Deadline after(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** Whether the moment is over. */
    public boolean hasPassed() {
        return end - System.nanoTime() <= 0;
    }

    /** What is left, never negative. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }
}
