package dev.e2e.collector;

import java.time.Duration;

/**
 * Says when cycles run. The first one runs at once, the others at the start plus whole multiples of the interval, however
 * long each takes; beats that pass during a cycle are skipped. Until one has succeeded, a failed cycle is repeated after
 * a pause instead: one second, then twice as long each time, at most the interval.
 */
final class CycleLoop {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final Duration interval;
    private final Time time;
    private final Cycle cycle;
    private final Listener listener;

    /** What is repeated. */
    @FunctionalInterface
    interface Cycle {
        CycleResult run() throws InterruptedException;
    }

    /** The time that counts here. */
    interface Time {
        /** Since any fixed moment; never goes back. */
        Duration now();

        /** Waits so long, or less where somebody asks for a cycle before its time. */
        void sleep(Duration duration) throws InterruptedException;
    }

    /** Hears of each cycle. */
    interface Listener {
        void started();

        /**
         * A cycle ended.
         *
         * @param took how long it ran
         * @param skippedBeats beats that passed during it
         * @param pause time until the next one
         */
        void ended(CycleResult result, Duration took, long skippedBeats, Duration pause);
    }

    CycleLoop(Duration interval, Time time, Cycle cycle, Listener listener) {
        this.interval = interval;
        this.time = time;
        this.cycle = cycle;
        this.listener = listener;
    }

    /** Runs cycles until the thread is interrupted. */
    void run() throws InterruptedException {
        Duration start = time.now();
        Duration pauseAfterFailure = shorter(FIRST_PAUSE, interval);
        boolean succeeded = false;
        while (true) {
            Duration begun = time.now();
            listener.started();
            CycleResult result = cycle.run();
            Duration ended = time.now();
            succeeded |= result instanceof CycleResult.Sent;
            Duration took = ended.minus(begun);
            if (succeeded) {
                long following = begun.minus(start).dividedBy(interval) + 1;
                long next = Math.max(following, beatAtOrAfter(ended.minus(start)));
                Duration pause = start.plus(interval.multipliedBy(next)).minus(ended);
                listener.ended(result, took, next - following, pause);
                sleepUntil(ended.plus(pause));
            } else {
                listener.ended(result, took, 0, pauseAfterFailure);
                sleepUntil(ended.plus(pauseAfterFailure));
                pauseAfterFailure = shorter(pauseAfterFailure.multipliedBy(2), interval);
            }
        }
    }

    private long beatAtOrAfter(Duration sinceStart) {
        long whole = sinceStart.dividedBy(interval);
        return interval.multipliedBy(whole).equals(sinceStart) ? whole : whole + 1;
    }

    private void sleepUntil(Duration moment) throws InterruptedException {
        Duration rest = moment.minus(time.now());
        if (rest.isNegative() || rest.isZero()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("asked to end between two cycles");
            }
            return;
        }
        time.sleep(rest);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
