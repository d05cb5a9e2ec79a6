package dev.e2e.consumer;

import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What {@code /status} answers. {@code lag} and {@code lag_seconds} are missing while they are not known, {@code last_verified} before the first
 * snapshot was verified; the numbers count from the start of the process.
 */
final class StatusDocument {
    private final JsonFactory json = new JsonFactory();
    private final Condition condition;
    private final Statistics statistics;

    StatusDocument(Condition condition, Statistics statistics) {
        this.condition = condition;
        this.statistics = statistics;
    }

    String text() {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = json.createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            out.writeBooleanProperty("ready", condition.unready().isEmpty());
            statistics.lag().ifPresent(lag -> out.writeNumberProperty("lag", lag));
            statistics.lagMillis().ifPresent(millis -> out.writeNumberProperty("lag_seconds", millis / 1000.0));
            statistics.lastVerified().ifPresent(verified -> write(verified, out));
            out.writeNumberProperty("verified", statistics.snapshots(Statistics.Ending.VERIFIED));
            out.writeNumberProperty("incomplete", statistics.snapshots(Statistics.Ending.INCOMPLETE));
            out.writeNumberProperty("failed", statistics.snapshots(Statistics.Ending.FAILED));
            out.writeNumberProperty("version_1", statistics.snapshots(Statistics.Ending.VERSION_1));
            out.writeNumberProperty("duplicates", statistics.duplicates());
            out.writeNumberProperty("dead_letters", statistics.deadLetters());
            out.writeNumberProperty("open", statistics.openSnapshots());
            out.writeEndObject();
        }
        return text.toString();
    }

    private static void write(LastVerified verified, JsonGenerator out) {
        out.writeObjectPropertyStart("last_verified");
        writeSnapshot(verified, out);
        out.writeEndObject();
    }

    /** The properties of a verified snapshot. */
    static void writeSnapshot(LastVerified verified, JsonGenerator out) {
        Outcome.Verified snapshot = verified.snapshot();
        out.writeStringProperty("snapshot_id", snapshot.key().snapshotId());
        out.writeStringProperty("cluster_id", snapshot.key().clusterId());
        out.writeStringProperty(
                "status",
                switch (snapshot.end().status()) {
                    case COMPLETE -> "complete";
                    case PARTIAL -> "partial";
                });
        out.writeNumberProperty("chunks", snapshot.end().chunks());
        out.writeNumberProperty("objects", verified.objects());
        out.writeObjectPropertyStart("kinds");
        snapshot.objects().forEach(out::writeNumberProperty);
        out.writeEndObject();
        out.writeStringProperty("verified_at", verified.at().toString());
    }
}
