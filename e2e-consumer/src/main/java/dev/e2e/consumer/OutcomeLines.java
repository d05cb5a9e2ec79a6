package dev.e2e.consumer;

import java.io.PrintStream;
import java.io.StringWriter;
import java.time.Clock;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Prints one JSON document a line: each snapshot with the word on it, and the result of the whole. */
final class OutcomeLines implements SnapshotObserver {
    private final JsonFactory json = new JsonFactory();
    private final PrintStream out;
    private final Clock clock;

    OutcomeLines(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void ended(Outcome outcome) {
        line(document -> {
            if (outcome instanceof Outcome.Verified verified) {
                document.writeStringProperty("outcome", "verified");
                StatusDocument.writeSnapshot(new LastVerified(verified, clock.instant()), document);
            } else if (outcome instanceof Outcome.Incomplete incomplete) {
                unverified("incomplete", outcome.key(), incomplete.reasons(), document);
            } else if (outcome instanceof Outcome.Failed failed) {
                unverified("failed", outcome.key(), failed.reasons(), document);
            }
        });
    }

    /** The last line. */
    void result(Look.Result result) {
        line(document -> {
            document.writeBooleanProperty("met", result.isMet());
            document.writeStringProperty("reason", result.reason());
            strings("differences", result.differences(), document);
        });
    }

    private static void unverified(String outcome, SnapshotKey key, Iterable<String> reasons, JsonGenerator document) {
        document.writeStringProperty("outcome", outcome);
        document.writeStringProperty("snapshot_id", key.snapshotId());
        document.writeStringProperty("cluster_id", key.clusterId());
        strings("reasons", reasons, document);
    }

    private static void strings(String name, Iterable<String> texts, JsonGenerator document) {
        document.writeArrayPropertyStart(name);
        texts.forEach(document::writeString);
        document.writeEndArray();
    }

    private void line(Consumer<JsonGenerator> content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator document = json.createGenerator(ObjectWriteContext.empty(), text)) {
            document.writeStartObject();
            content.accept(document);
            document.writeEndObject();
        }
        out.println(text);
        out.flush();
    }
}
