package dev.e2e.collector;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * When a refused request is sent again. A server that names a time ({@code Retry-After}, RFC 9110, 10.2.3) is asked
 * then, for as long as the budget lasts; else it is asked a few times with pauses that double. Chance is added, so that
 * many collectors do not come back in step.
 *
 * @param attempts how often a request is sent at most where the server names no time
 * @param pause before the second attempt
 */
record Retry(int attempts, Duration pause) {
    /** What may be better the next time; everything else is an answer. */
    private static final Set<Integer> WORTH_ANOTHER_TRY = Set.of(429, 500, 502, 503, 504);

    private static final Duration LONGEST = Duration.ofSeconds(10);

    /**
     * How long to wait before the next attempt; empty where there is to be none.
     *
     * @param attempt which one was refused, from 1
     * @param retryAfter the header's text; null where there is none
     */
    Optional<Duration> after(int attempt, int code, @Nullable String retryAfter, Clock clock, Budget budget) {
        if (!WORTH_ANOTHER_TRY.contains(code)) {
            return Optional.empty();
        }
        Optional<Duration> asked = asked(retryAfter, clock);
        if (asked.isEmpty() && attempt >= attempts) {
            return Optional.empty();
        }
        Duration next = backOff(attempt);
        Duration wait = asked.isPresent() ? asked.get().plus(next.dividedBy(2)) : next;
        return Optional.of(wait).filter(budget::allows);
    }

    /** The pause after an attempt, doubled with each, and up to half of it left to chance. */
    Duration backOff(int attempt) {
        Duration whole = pause.multipliedBy(1L << Math.min(attempt - 1, 20));
        long nanos = Math.min(whole.toNanos(), LONGEST.toNanos());
        return Duration.ofNanos(nanos - ThreadLocalRandom.current().nextLong(nanos / 2 + 1));
    }

    private static Optional<Duration> asked(@Nullable String retryAfter, Clock clock) {
        if (retryAfter == null) {
            return Optional.empty();
        }
        if (retryAfter.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter)));
        }
        try {
            ZonedDateTime date = ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration until = Duration.between(clock.instant(), date.toInstant());
            return Optional.of(until.isNegative() ? Duration.ZERO : until);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
