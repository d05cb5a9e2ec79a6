package dev.e2e.runtime;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 500ms}, {@code 90s}, {@code 2m}, {@code 1h}, or a bare number of seconds. */
final class DurationText {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})\\s*(ms|s|m|h)?");

    private DurationText() {}

    /** @throws IllegalArgumentException when the text is not a positive duration; the message says what was expected */
    static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected a duration such as 60s or 2m");
        }
        long amount = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        Duration duration = switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofSeconds(amount);
        };
        if (duration.isZero()) {
            throw new IllegalArgumentException("expected a duration above zero, such as 60s or 2m");
        }
        return duration;
    }
}
