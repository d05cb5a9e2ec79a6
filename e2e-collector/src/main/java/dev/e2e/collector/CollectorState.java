package dev.e2e.collector;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the collector tells of itself over HTTP; safe to ask from any thread. */
final class CollectorState {
    private final CycleLoop.Time time;
    private volatile State state = new State(false, Optional.empty(), Duration.ZERO, Duration.ZERO);

    private record State(boolean ready, Optional<CycleResult> last, Duration took, Duration nextAt) {}

    CollectorState(CycleLoop.Time time) {
        this.time = time;
    }

    /**
     * Notes the end of a cycle.
     *
     * @param pause time until the next one
     */
    void ended(CycleResult result, Duration took, Duration pause) {
        boolean ready = state.ready || result instanceof CycleResult.Sent;
        state = new State(ready, Optional.of(result), took, time.now().plus(pause));
    }

    /** Whether a snapshot was acknowledged since the start. */
    boolean ready() {
        return state.ready;
    }

    /** Why there is no snapshot yet; empty when there is one. */
    String unready() {
        State now = state;
        if (now.ready) {
            return "";
        }
        return now.last
                .map(result -> result instanceof CycleResult.Failed failed ? failed.reason() : "")
                .orElse("the first snapshot is being collected");
    }

    /** The state as JSON. */
    String json() {
        State now = state;
        Duration untilNext = now.nextAt.minus(time.now());
        byte[] json = SnapshotWriter.json(generator -> {
            Fields fields = new Fields(generator);
            generator.writeStartObject();
            fields.truth("ready", now.ready);
            now.last.ifPresentOrElse(
                    last -> fields.object("last_cycle", last, (result, cycle) -> cycle(result, now.took, cycle)),
                    () -> fields.nothing("last_cycle"));
            fields.number("next_in_seconds", untilNext.isNegative() ? 0 : untilNext.toMillis() / 1000);
            errors(now, fields);
            generator.writeEndObject();
        });
        return new String(json, StandardCharsets.UTF_8);
    }

    private static void cycle(CycleResult result, Duration took, Fields fields) {
        if (result instanceof CycleResult.Sent sent) {
            SnapshotReport report = sent.report();
            fields.text("snapshot_id", report.snapshotId());
            fields.text("status", report.status().id());
            fields.number("objects", report.objects());
            fields.number("chunks", (long) report.chunks());
            fields.number("duration_ms", report.duration().toMillis());
            fields.text("finished_at", report.finishedAt().toString());
        } else {
            fields.nothing("snapshot_id");
            fields.text("status", "failed");
            fields.number("objects", 0);
            fields.number("chunks", 0);
            fields.number("duration_ms", took.toMillis());
            fields.nothing("finished_at");
        }
    }

    private static void errors(State now, Fields fields) {
        CycleResult last = now.last.orElse(null);
        if (last instanceof CycleResult.Sent sent) {
            List<KindResult> failed = sent.report().kinds().stream()
                    .filter(kind -> kind.problem().isPresent())
                    .toList();
            fields.list("errors", failed, SnapshotWriter::error);
        } else if (last instanceof CycleResult.Failed failed) {
            fields.list("errors", List.of(failed), (failure, item) -> item.text("message", failure.reason()));
        } else {
            fields.texts("errors", List.of());
        }
    }
}
