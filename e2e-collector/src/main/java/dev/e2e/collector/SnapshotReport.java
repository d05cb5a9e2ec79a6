package dev.e2e.collector;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * A snapshot that was acknowledged as a whole.
 *
 * @param records in all
 * @param chunks those of objects
 * @param bytes of all values, uncompressed
 * @param duration from its begin to the last acknowledgement
 */
record SnapshotReport(
        String snapshotId,
        int records,
        int chunks,
        long bytes,
        Duration duration,
        Instant finishedAt,
        List<KindResult> kinds) {

    SnapshotReport {
        kinds = List.copyOf(kinds);
    }

    SnapshotStatus status() {
        return SnapshotStatus.of(kinds);
    }

    long objects() {
        return kinds.stream()
                .flatMap(kind -> kind.sent().stream())
                .mapToLong(KindResult.Sent::count)
                .sum();
    }

    /** The line of the log that tells it. */
    String line() {
        StringJoiner parts = new StringJoiner(", ");
        parts.add(
                "snapshot %s %s: %d %s".formatted(snapshotId, status().id(), chunks, chunks == 1 ? "chunk" : "chunks"));
        StringJoiner missing = new StringJoiner(", ", "; missing ", "").setEmptyValue("");
        for (KindResult kind : kinds) {
            kind.sent()
                    .filter(sent -> sent.count() > 0)
                    .ifPresent(sent -> parts.add(
                            "%s %s".formatted(grouped(sent.count()), kind.kind().id())));
            kind.problem()
                    .ifPresent(problem ->
                            missing.add("%s (%s)".formatted(kind.kind().id(), problem.message())));
        }
        return "%s in %s ms%s".formatted(parts, grouped(duration.toMillis()), missing);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
