package dev.e2e.collector;

import dev.e2e.runtime.Application;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * Writes the records of one snapshot: a begin, chunks of objects, an end. It numbers them and counts their bytes. Used
 * by several threads, each of which writes the chunks of one kind at a time; the records go out in the order of their
 * numbers.
 */
final class SnapshotWriter {
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final RecordHead.Snapshot snapshot;
    private final String kubernetesVersion;
    private final RecordSink sink;
    private final Clock clock;
    private int records;
    private int chunks;
    private long bytes;

    /**
     * Starts a snapshot.
     *
     * @param kubernetesVersion what the API server calls its version
     * @param clock for the records' time stamps
     */
    SnapshotWriter(RecordHead.Snapshot snapshot, String kubernetesVersion, RecordSink sink, Clock clock) {
        this.snapshot = snapshot;
        this.kubernetesVersion = kubernetesVersion;
        this.sink = sink;
        this.clock = clock;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Writes a document. */
    static byte[] json(Consumer<JsonGenerator> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonValue.FORMAT.createGenerator(ObjectWriteContext.empty(), bytes)) {
            content.accept(json);
        }
        return bytes.toByteArray();
    }

    /** Chunks written so far, those that were discarded too. */
    synchronized int chunks() {
        return chunks;
    }

    /** Records written so far. */
    synchronized int records() {
        return records;
    }

    /** Bytes of their values. */
    synchronized long bytes() {
        return bytes;
    }

    /** Writes the first record. */
    synchronized void begin(Collection<Kind> kinds) throws CycleFailedException {
        send(RecordHead.Type.BEGIN, fields -> {
            fields.number("seq", records);
            fields.texts("kinds", kinds.stream().map(Kind::id).toList());
            collector(fields);
        });
    }

    /** Starts the chunks of a kind. */
    ChunkWriter chunks(Kind kind, Owners owners) {
        return new ChunkWriter(kind, owners, this);
    }

    /**
     * Writes a record of objects of one kind.
     *
     * @param items the objects as they stand in an array, without its brackets
     * @return the record's value
     */
    synchronized byte[] chunk(Kind kind, byte[] items) throws CycleFailedException {
        byte[] frame = envelope(RecordHead.Type.CHUNK, fields -> {
            fields.text("kind", kind.id());
            fields.text("api_version", kind.apiVersion());
            fields.number("seq", records);
            fields.texts("items", List.of());
        });
        // The frame ends with the brackets of the empty array and the brace around it all.
        int split = frame.length - 2;
        byte[] value = new byte[frame.length + items.length];
        System.arraycopy(frame, 0, value, 0, split);
        System.arraycopy(items, 0, value, split, items.length);
        System.arraycopy(frame, split, value, split + items.length, 2);
        send(RecordHead.Type.CHUNK, Optional.of(kind), value);
        chunks++;
        return value;
    }

    /** Takes back the chunks of a kind: it is read from its beginning once more. */
    synchronized void discard(Kind kind) throws CycleFailedException {
        byte[] value = envelope(RecordHead.Type.DISCARD, fields -> {
            fields.text("kind", kind.id());
            fields.text("api_version", kind.apiVersion());
            fields.number("seq", records);
        });
        send(RecordHead.Type.DISCARD, Optional.of(kind), value);
    }

    /** Writes deltas to this snapshot, when it has ended: they go on counting where it stopped. */
    synchronized SnapshotWriter goingOn(RecordSink deltas) {
        SnapshotWriter next = new SnapshotWriter(snapshot, kubernetesVersion, deltas, clock);
        next.records = records;
        return next;
    }

    /**
     * Writes a change of one object.
     *
     * @param event what a watch calls it: {@code ADDED}, {@code MODIFIED} or {@code DELETED}
     * @param resourceVersion of the change
     * @param item the object, or of one that was deleted which it was
     */
    synchronized void delta(Kind kind, String event, String resourceVersion, byte[] item) throws CycleFailedException {
        byte[] value = envelope(RecordHead.Type.DELTA, fields -> {
            fields.text("kind", kind.id());
            fields.text("api_version", kind.apiVersion());
            fields.number("seq", records);
            fields.text("event", event);
            fields.text("resource_version", resourceVersion);
            fields.json().writeName("item");
            fields.json().writeRawValue(new String(item, StandardCharsets.UTF_8));
        });
        send(RecordHead.Type.DELTA, Optional.of(kind), value);
    }

    /** Writes the last record. */
    synchronized void end(List<KindResult> kinds, Duration duration) throws CycleFailedException {
        send(RecordHead.Type.END, fields -> {
            fields.number("seq", records);
            fields.text("status", SnapshotStatus.of(kinds).id());
            fields.number("chunks", (long) chunks);
            fields.number("duration_ms", duration.toMillis());
            fields.json().writeObjectPropertyStart("kinds");
            for (KindResult kind : kinds) {
                kind.sent().ifPresent(sent -> fields.object(kind.kind().id(), sent, SnapshotWriter::summary));
            }
            fields.json().writeEndObject();
            List<KindResult> failed = new ArrayList<>(kinds);
            failed.removeIf(kind -> kind.problem().isEmpty());
            fields.list("errors", failed, SnapshotWriter::error);
            collector(fields);
        });
    }

    private static void summary(KindResult.Sent sent, Fields fields) {
        fields.number("count", sent.count())
                .number("chunks", (long) sent.chunks())
                .text("resource_version", sent.resourceVersion())
                .text("sha256", sent.sha256());
    }

    /** Writes why a kind is missing. */
    static void error(KindResult kind, Fields fields) {
        kind.problem()
                .ifPresent(problem -> fields.text("kind", kind.kind().id())
                        .number("code", (long) problem.code())
                        .text("message", problem.message()));
    }

    private void collector(Fields fields) {
        fields.object(
                "collector",
                kubernetesVersion,
                (version, inner) -> inner.text("version", Application.version()).text("kubernetes", version));
    }

    private byte[] envelope(RecordHead.Type type, Consumer<Fields> rest) {
        Instant now = clock.instant();
        return json(json -> {
            Fields fields = new Fields(json);
            json.writeStartObject();
            fields.number("schema", 2L);
            fields.text("type", type.id());
            fields.text("snapshot_id", snapshot.id());
            fields.text("cluster_id", snapshot.clusterId());
            fields.text("timestamp", TIMESTAMP.format(now));
            rest.accept(fields);
            json.writeEndObject();
        });
    }

    private void send(RecordHead.Type type, Consumer<Fields> rest) throws CycleFailedException {
        send(type, Optional.empty(), envelope(type, rest));
    }

    private void send(RecordHead.Type type, Optional<Kind> kind, byte[] value) throws CycleFailedException {
        sink.send(new RecordHead(snapshot, type, kind, records), value);
        records++;
        bytes += value.length;
    }
}
