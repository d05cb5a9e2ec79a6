package dev.e2e.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured, once for each run. */
final class Samples {
    private final List<Duration> taken = new ArrayList<>();

    void add(Duration sample) {
        taken.add(sample);
    }

    int count() {
        return taken.size();
    }

    Duration median() {
        return at(0.5);
    }

    Duration p95() {
        return at(0.95);
    }

    /** The smallest that at least this part of all does not exceed. */
    private Duration at(double part) {
        List<Duration> sorted = taken.stream().sorted().toList();
        return sorted.get((int) Math.ceil(part * sorted.size()) - 1);
    }

    /** Median and 95th percentile in milliseconds. */
    @Override
    public String toString() {
        return taken.isEmpty() ? "–" : millis(median()) + "/" + millis(p95());
    }

    private static String millis(Duration duration) {
        double millis = duration.toNanos() / 1e6;
        return String.format(Locale.ROOT, Math.abs(millis) < 9.95 ? "%.1f" : "%.0f", millis);
    }
}
