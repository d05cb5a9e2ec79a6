package dev.e2e.consumer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says of each snapshot in one line how it ended, and counts it. Kinds stand with the largest number first, and by
 * name where numbers are equal; those without objects are left out.
 */
final class Report implements SnapshotObserver {
    private static final Logger LOG = LoggerFactory.getLogger(Report.class);
    private static final Comparator<Map.Entry<String, ? extends Number>> LARGEST_FIRST =
            Comparator.<Map.Entry<String, ? extends Number>>comparingLong(
                            entry -> -entry.getValue().longValue())
                    .thenComparing(Map.Entry::getKey);

    private final Statistics statistics;
    private final Clock clock;

    Report(Statistics statistics, Clock clock) {
        this.statistics = statistics;
        this.clock = clock;
    }

    @Override
    public void ended(Outcome outcome) {
        if (outcome instanceof Outcome.Verified verified) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            statistics.verified(new LastVerified(verified, now));
            LOG.info("{}", line(verified, now));
        } else if (outcome instanceof Outcome.Incomplete incomplete) {
            statistics.ended(Statistics.Ending.INCOMPLETE);
            LOG.warn("snapshot {} incomplete: {}", id(outcome), String.join("; ", incomplete.reasons()));
        } else if (outcome instanceof Outcome.Failed failed) {
            statistics.ended(Statistics.Ending.FAILED);
            LOG.warn("snapshot {} failed: {}", id(outcome), String.join("; ", failed.reasons()));
        }
    }

    void versionOne(Message.VersionOne message) {
        statistics.ended(Statistics.Ending.VERSION_1);
        LOG.info("version 1 snapshot read: {}", numbers(message.lists()));
    }

    static String line(Outcome.Verified verified, Instant now) {
        Message.End end = verified.end();
        String partial = end.status() == Message.Status.COMPLETE
                ? ""
                : " (partial: %s)"
                        .formatted(end.errors().stream()
                                .map(error -> "%s %d %s"
                                        .formatted(
                                                Printable.of(error.kind()),
                                                error.code(),
                                                Printable.of(error.message())))
                                .collect(Collectors.joining("; ")));
        long millis = Math.max(0, Duration.between(end.collectedAt(), now).toMillis()); // clocks of hosts may differ
        return String.format(
                Locale.ROOT,
                "snapshot %s verified%s: %,d %s, %s, %,d ms after collection",
                id(verified),
                partial,
                end.chunks(),
                end.chunks() == 1 ? "chunk" : "chunks",
                numbers(verified.objects()),
                millis);
    }

    private static String id(Outcome outcome) {
        return outcome.key().snapshotId();
    }

    private static String numbers(Map<String, ? extends Number> counts) {
        Stream<? extends Map.Entry<String, ? extends Number>> entries = counts.entrySet().stream();
        String numbers = entries.filter(entry -> entry.getValue().longValue() > 0)
                .sorted(LARGEST_FIRST)
                .map(entry -> String.format(
                        Locale.ROOT, "%,d %s", entry.getValue().longValue(), Printable.of(entry.getKey())))
                .collect(Collectors.joining(", "));
        return numbers.isEmpty() ? "no objects" : numbers;
    }
}
