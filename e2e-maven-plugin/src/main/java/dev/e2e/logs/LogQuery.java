package dev.e2e.logs;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which lines of a log are wanted.
 *
 * @param lines how many of the last; {@link #ALL} is no limit
 * @param since only those from this moment on, as far as the log tells when it was written; empty: all
 * @param grep is searched in each line; empty: any will do
 */
public record LogQuery(int lines, Optional<Instant> since, Optional<Pattern> grep) {
    /** No limit. */
    public static final int ALL = 0;

    /** How many lines are shown, unless something else is said. */
    public static final int DEFAULT_LINES = 20;

    /** @throws IllegalArgumentException when the number is negative */
    public LogQuery {
        if (lines < 0) {
            throw new IllegalArgumentException("expected a number of lines, or 0 for all, got " + lines);
        }
    }

    /** The last 20 lines. */
    public static LogQuery lastLines() {
        return new LogQuery(DEFAULT_LINES, Optional.empty(), Optional.empty());
    }

    /** Whether each line has to be looked at to know whether it counts. */
    boolean filters() {
        return since.isPresent() || grep.isPresent();
    }
}
