package dev.e2e.consumer;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The headers of a record as they stand; null where one is missing. */
record Envelope(
        @Nullable String schema,
        @Nullable String snapshotId,
        @Nullable String cluster,
        @Nullable String type,
        @Nullable String kind,
        @Nullable String seq) {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern SEQ = Pattern.compile("0|[1-9][0-9]{0,8}");
    private static final int LONGEST_NAME = 253;

    /** A record that could not be read, as far as its headers tell whose it was. */
    record Claim(RecordId id, RecordType type) {}

    static Envelope of(Headers headers) {
        String schema = null;
        String snapshotId = null;
        String cluster = null;
        String type = null;
        String kind = null;
        String seq = null;
        for (Header header : headers) {
            switch (header.key()) {
                case "schema" -> schema = text(header);
                case "snapshot-id" -> snapshotId = text(header);
                case "cluster" -> cluster = text(header);
                case "type" -> type = text(header);
                case "kind" -> kind = text(header);
                case "seq" -> seq = text(header);
                default -> {
                    // headers of others, such as tracing
                }
            }
        }
        return new Envelope(schema, snapshotId, cluster, type, kind, seq);
    }

    RecordId id() throws UnreadableRecordException {
        String snapshot = present(snapshotId, "snapshot-id");
        if (!UUID.matcher(snapshot).matches()) {
            throw new UnreadableRecordException("header 'snapshot-id' is not a UUID: " + Printable.of(snapshot));
        }
        String clusterId = name(cluster, "cluster");
        String number = present(seq, "seq");
        if (!SEQ.matcher(number).matches()) {
            throw new UnreadableRecordException("header 'seq' is not a number: " + Printable.of(number));
        }
        return new RecordId(clusterId, snapshot, Integer.parseInt(number));
    }

    RecordType recordType() throws UnreadableRecordException {
        String text = present(type, "type");
        return RecordType.of(text)
                .orElseThrow(() -> new UnreadableRecordException(
                        "header 'type' is none of begin, chunk, discard, end, delta: " + Printable.of(text)));
    }

    String kindName() throws UnreadableRecordException {
        return name(kind, "kind");
    }

    /** Whose record this was, where the headers alone tell. */
    Optional<Claim> claim() {
        try {
            return Optional.of(new Claim(id(), recordType()));
        } catch (UnreadableRecordException e) {
            return Optional.empty();
        }
    }

    private static String name(@Nullable String value, String header) throws UnreadableRecordException {
        String name = present(value, header);
        if (name.isEmpty() || name.length() > LONGEST_NAME || !name.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new UnreadableRecordException("header '" + header + "' is not a name: " + Printable.of(name));
        }
        return name;
    }

    private static String present(@Nullable String value, String header) throws UnreadableRecordException {
        if (value == null) {
            throw new UnreadableRecordException("header '" + header + "' is missing");
        }
        return value;
    }

    private static @Nullable String text(Header header) {
        byte[] value = header.value();
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }
}
