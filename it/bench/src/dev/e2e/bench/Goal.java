package dev.e2e.bench;

import java.time.Duration;
import java.util.Optional;

/**
 * What a figure may be at most.
 *
 * @param median of its median; empty: anything
 * @param p95 of its 95th percentile; empty: anything
 */
record Goal(Optional<Duration> median, Optional<Duration> p95) {

    static Goal of(long medianMillis, long p95Millis) {
        return new Goal(Optional.of(Duration.ofMillis(medianMillis)), Optional.of(Duration.ofMillis(p95Millis)));
    }

    static Goal median(long millis) {
        return new Goal(Optional.of(Duration.ofMillis(millis)), Optional.empty());
    }

    static Goal p95(long millis) {
        return new Goal(Optional.empty(), Optional.of(Duration.ofMillis(millis)));
    }

    boolean isMetBy(Samples samples) {
        return median.map(most -> samples.median().compareTo(most) <= 0).orElse(true)
                && p95.map(most -> samples.p95().compareTo(most) <= 0).orElse(true);
    }

    /** Such as {@code ≤ 50/150}. */
    @Override
    public String toString() {
        return "≤ " + text(median) + "/" + text(p95);
    }

    private static String text(Optional<Duration> most) {
        return most.map(it -> Long.toString(it.toMillis())).orElse("any");
    }
}
