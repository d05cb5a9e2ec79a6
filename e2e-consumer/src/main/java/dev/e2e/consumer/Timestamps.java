package dev.e2e.consumer;

import java.time.DateTimeException;
import java.time.Instant;

/**
 * Checks the times of records. Those of one snapshot lie within seconds, so that mostly only the fraction is new. Used by
 * one thread.
 */
final class Timestamps {
    /** {@code 2026-01-02T03:04:05}. */
    private static final int TO_THE_SECOND = 19;

    private static final int MOST_DIGITS = 9;

    private String second = "";

    /** Refuses what is no RFC 3339 time. */
    void check(String text) throws UnreadableRecordException {
        if (second.isEmpty() || !text.startsWith(second) || !isFraction(text)) {
            parse(text);
            second = text.length() > TO_THE_SECOND && isFraction(text) ? text.substring(0, TO_THE_SECOND) : "";
        }
    }

    static Instant parse(String text) throws UnreadableRecordException {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new UnreadableRecordException("field 'timestamp' is not an RFC 3339 time: " + Printable.of(text));
        }
    }

    /** Whether what follows the second is {@code Z} or a fraction and {@code Z}. */
    private static boolean isFraction(String text) {
        int last = text.length() - 1;
        if (last < TO_THE_SECOND || text.charAt(last) != 'Z') {
            return false;
        }
        boolean fits = last == TO_THE_SECOND
                || (text.charAt(TO_THE_SECOND) == '.'
                        && last > TO_THE_SECOND + 1
                        && last <= TO_THE_SECOND + 1 + MOST_DIGITS);
        for (int i = TO_THE_SECOND + 1; fits && i < last; i++) {
            fits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return fits;
    }
}
