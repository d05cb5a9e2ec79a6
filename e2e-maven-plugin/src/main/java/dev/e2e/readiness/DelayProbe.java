package dev.e2e.readiness;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets time pass, from the first look on: at once after the launch, or when its turn in a sequence has come. */
final class DelayProbe implements Probe {
    private final Duration delay;
    private @Nullable Long begun;

    DelayProbe(Duration delay) {
        this.delay = delay;
    }

    @Override
    public Optional<Map<String, String>> check() {
        if (begun == null) {
            begun = System.nanoTime();
        }
        return passed().compareTo(delay) >= 0 ? Optional.of(Map.of()) : Optional.empty();
    }

    private Duration passed() {
        return begun == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - begun);
    }

    @Override
    public String lastSeen() {
        return begun == null
                ? ""
                : DurationText.of(Duration.ofMillis(passed().toMillis())) + " of " + DurationText.of(delay);
    }

    @Override
    public void close() {
        // it holds nothing
    }
}
