package dev.e2e.collector;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The real time. A sleep can be ended early, but no more than once in each interval. */
final class MonotonicTime implements CycleLoop.Time {
    private final Duration interval;
    private final Semaphore wakes = new Semaphore(0);
    private Duration lastWake;

    MonotonicTime(Duration interval) {
        this.interval = interval;
        this.lastWake = now().minus(interval);
    }

    @Override
    public Duration now() {
        return Duration.ofNanos(System.nanoTime());
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (wakes.tryAcquire(duration.toNanos(), TimeUnit.NANOSECONDS)) {
            wakes.drainPermits();
        }
    }

    /** Ends the sleep that is under way, or else the next one. */
    synchronized void wake() {
        if (now().minus(lastWake).compareTo(interval) >= 0) {
            lastWake = now();
            wakes.release();
        }
    }
}
