package dev.e2e.consumer;

import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Turns records into what they say, and refuses those that do not keep to the contract. Used by one thread. */
final class RecordReader {
    private static final String SCHEMA = "2";

    private final ValueParser parser = new ValueParser();
    private final RepeatedText keys = new RepeatedText();
    private final Timestamps timestamps = new Timestamps();

    /**
     * Reads a record.
     *
     * @throws UnreadableRecordException when it cannot be read, whatever the cause
     */
    Message read(ConsumerRecord<byte[], byte[]> record, Envelope envelope) throws UnreadableRecordException {
        byte[] bytes = record.value();
        if (record instanceof OversizedRecord) {
            throw new UnreadableRecordException("record is larger than the consumer's memory allows");
        }
        if (bytes == null) {
            throw new UnreadableRecordException("record has no value");
        }
        String schema = envelope.schema();
        if (schema == null) {
            return parser.parseVersionOne(bytes);
        }
        if (!schema.equals(SCHEMA)) {
            throw new UnreadableRecordException("unknown schema version " + Printable.of(schema));
        }
        RecordId id = envelope.id();
        RecordType type = envelope.recordType();
        if (!id.clusterId().equals(keys.of(record.key()))) { // what is no UTF-8 is not equal, since names are ASCII
            throw new UnreadableRecordException("key is not the cluster that header 'cluster' names");
        }
        RecordValue value = parser.parse(bytes);
        same("schema", "schema", 2L, RecordValue.present(value.schema, "schema"));
        same("type", "type", type.text(), RecordValue.present(value.type, "type"));
        same("snapshot-id", "snapshot_id", id.snapshotId(), RecordValue.present(value.snapshotId, "snapshot_id"));
        same("cluster", "cluster_id", id.clusterId(), RecordValue.present(value.clusterId, "cluster_id"));
        same("seq", "seq", (long) id.seq(), RecordValue.present(value.seq, "seq"));
        String timestamp = RecordValue.present(value.timestamp, "timestamp");
        timestamps.check(timestamp);
        if ((type == RecordType.BEGIN) != (id.seq() == 0)) {
            throw new UnreadableRecordException(
                    "a record of type %s cannot have seq %d".formatted(type.text(), id.seq()));
        }
        return switch (type) {
            case BEGIN -> new Message.Begin(id, Timestamps.parse(timestamp));
            case CHUNK -> chunk(id, envelope, value);
            case DISCARD -> discard(id, envelope, value);
            case END -> end(id, Timestamps.parse(timestamp), value);
            case DELTA -> delta(id, envelope, value);
        };
    }

    private static Message.Chunk chunk(RecordId id, Envelope envelope, RecordValue value)
            throws UnreadableRecordException {
        String kind = envelope.kindName();
        same("kind", "kind", kind, RecordValue.present(value.kind, "kind"));
        RecordValue.present(value.apiVersion, "api_version");
        return new Message.Chunk(id, kind, RecordValue.present(value.items, "items"));
    }

    private static Message.Discard discard(RecordId id, Envelope envelope, RecordValue value)
            throws UnreadableRecordException {
        String kind = envelope.kindName();
        same("kind", "kind", kind, RecordValue.present(value.kind, "kind"));
        return new Message.Discard(id, kind);
    }

    private static Message.Delta delta(RecordId id, Envelope envelope, RecordValue value)
            throws UnreadableRecordException {
        String kind = envelope.kindName();
        same("kind", "kind", kind, RecordValue.present(value.kind, "kind"));
        return new Message.Delta(id, kind, RecordValue.present(value.event, "event"));
    }

    private static Message.End end(RecordId id, Instant collectedAt, RecordValue value)
            throws UnreadableRecordException {
        String status = RecordValue.present(value.status, "status");
        return new Message.End(
                id,
                collectedAt,
                switch (status) {
                    case "complete" -> Message.Status.COMPLETE;
                    case "partial" -> Message.Status.PARTIAL;
                    default ->
                        throw new UnreadableRecordException(
                                "field 'status' is neither complete nor partial: " + Printable.of(status));
                },
                RecordValue.present(value.chunks, "chunks"),
                RecordValue.present(value.kinds, "kinds"),
                RecordValue.present(value.errors, "errors"));
    }

    private static <T> void same(String header, String field, T inHeader, T inValue) throws UnreadableRecordException {
        if (!inHeader.equals(inValue)) {
            throw new UnreadableRecordException("header '%s' says %s, field '%s' says %s"
                    .formatted(header, Printable.of(inHeader.toString()), field, Printable.of(inValue.toString())));
        }
    }
}
