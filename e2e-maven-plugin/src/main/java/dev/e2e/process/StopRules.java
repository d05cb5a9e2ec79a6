package dev.e2e.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How a process is stopped, and what it means when it has ended before.
 *
 * @param grace how long it may take to end by itself, the stop command's time included
 * @param signal what asks it to end, by its name in {@code kill -l} without SIG; {@code TERM} unless it wants another
 * @param command what asks it to end before the signal does; empty: nothing
 * @param directory where the command runs
 * @param earlyExit what a stop makes of a process that has ended by itself
 */
public record StopRules(Duration grace, String signal, List<String> command, Path directory, EarlyExit earlyExit) {

    /** How long a process may take to end by itself, unless something else is said. */
    public static final Duration DEFAULT_GRACE = Duration.ofSeconds(15);

    private static final Set<String> SIGNALS = Set.of("TERM", "INT", "QUIT", "HUP", "USR1", "USR2", "WINCH", "KILL");

    /** What a stop makes of a process that has ended by itself after it was ready. */
    public enum EarlyExit {
        /** The tests had no such process for a while: the stop fails. */
        FAILS,
        /** It was expected to. */
        IS_FINE
    }

    /** @throws IllegalArgumentException when the signal is none of those that ask a process to end */
    public StopRules {
        signal = signal.toUpperCase(Locale.ROOT).replaceFirst("^SIG", "");
        command = List.copyOf(command);
        if (!SIGNALS.contains(signal)) {
            throw new IllegalArgumentException(
                    "expected one of TERM, INT, QUIT, HUP, USR1, USR2, WINCH, KILL, got '%s'".formatted(signal));
        }
        if (grace.isNegative()) {
            throw new IllegalArgumentException("a grace is not negative, as " + grace + " is");
        }
    }

    /** TERM after no command, and an early exit fails. */
    public static StopRules of(Duration grace, Path directory) {
        return new StopRules(grace, "TERM", List.of(), directory, EarlyExit.FAILS);
    }
}
