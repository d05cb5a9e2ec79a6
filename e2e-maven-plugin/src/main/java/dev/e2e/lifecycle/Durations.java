package dev.e2e.lifecycle;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write and read them: {@code 500ms}, {@code 90s}, {@code 2m}, {@code 1h}, a bare number of seconds. */
public final class Durations {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})\\s*(ms|s|m|h)?");

    private Durations() {}

    /** @throws IllegalArgumentException when the text is no duration above zero; the message says what was expected */
    public static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        String expected = "expected a duration such as 90s, 2m or 500ms, got '" + text + "'";
        if (!matcher.matches()) {
            throw new IllegalArgumentException(expected);
        }
        long amount = Long.parseLong(matcher.group(1));
        if (amount == 0) {
            throw new IllegalArgumentException(expected);
        }
        String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofSeconds(amount);
        };
    }

    /** Such as {@code 350 ms}, {@code 2.3 s}, {@code 4 min 5 s} or {@code 3 h 20 min}. */
    public static String text(Duration duration) {
        if (duration.toMillis() < 1000) {
            return duration.toMillis() + " ms";
        }
        if (duration.toSeconds() < 60) {
            return duration.toMillisPart() < 100
                    ? duration.toSeconds() + " s"
                    : "%d.%d s".formatted(duration.toSeconds(), duration.toMillisPart() / 100);
        }
        if (duration.toHours() < 1) {
            return duration.toSecondsPart() == 0
                    ? duration.toMinutes() + " min"
                    : duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
        }
        return duration.toMinutesPart() == 0
                ? duration.toHours() + " h"
                : duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
}
