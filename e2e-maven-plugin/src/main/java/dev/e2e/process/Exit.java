package dev.e2e.process;

import java.time.Instant;

/**
 * How a process ended by itself, as its keeper noted.
 *
 * @param code its exit code as a shell knows it: 128 and the signal's number for one that was killed by a signal
 * @param at when, by the system's clock
 */
public record Exit(int code, Instant at) {

    /** Such as {@code exited with 7} or {@code was killed by signal 9}. */
    public String text() {
        return code > 128 && code < 128 + 65 ? "was killed by signal " + (code - 128) : "exited with " + code;
    }
}
