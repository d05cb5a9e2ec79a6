package dev.e2e.readiness;

import java.time.Duration;

/** A duration in a message: {@code 2 s}, {@code 1500 ms}. */
final class DurationText {
    private DurationText() {}

    static String of(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    static void requirePositive(String what, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(
                    "expected " + what + " above zero, got " + of(duration) + "; write one such as 2s");
        }
    }
}
