package dev.e2e.logs;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The moment that a line begins with, as ISO 8601 writes it: an instant such as {@code 2026-01-31T12:00:00.123Z}, or a
 * local date and time, with a space in place of the T too, and with a comma before the fraction. It may stand in brackets.
 */
final class LineTime {
    private static final Pattern TIME = Pattern.compile(
            "\\[?(\\d{4}-\\d{2}-\\d{2})[T ](\\d{2}:\\d{2}:\\d{2})(?:[.,](\\d{1,9}))?(Z|[+-]\\d{2}:?\\d{2})?(?!\\d)");

    private LineTime() {}

    /** The moment, a local one in the zone; empty where the line begins with something else. */
    static Optional<Instant> of(String line, ZoneId zone) {
        Matcher matcher = TIME.matcher(line);
        if (!matcher.lookingAt()) {
            return Optional.empty();
        }
        String fraction = matcher.group(3) == null ? "" : "." + matcher.group(3);
        String local = matcher.group(1) + "T" + matcher.group(2) + fraction;
        String offset = matcher.group(4);
        try {
            return Optional.of(
                    offset == null
                            ? LocalDateTime.parse(local).atZone(zone).toInstant()
                            : OffsetDateTime.parse(local + withColon(offset)).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty(); // such as the 31st of February
        }
    }

    private static String withColon(String offset) {
        return offset.length() == 5 ? offset.substring(0, 3) + ":" + offset.substring(3) : offset;
    }
}
