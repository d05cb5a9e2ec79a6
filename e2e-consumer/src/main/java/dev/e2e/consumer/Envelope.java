package dev.e2e.consumer;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The headers of a record as they stand; null where one is missing. */
record Envelope(
        @Nullable String schema,
        @Nullable String snapshotId,
        @Nullable String cluster,
        @Nullable String type,
        @Nullable String kind,
        @Nullable String seq) {
    private static final String UUID_SHAPE = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    private static final int MOST_DIGITS = 9;
    private static final int LONGEST_NAME = 253;

    /** A record that could not be read, as far as its headers tell whose it was. */
    record Claim(RecordId id, RecordType type) {}

    RecordId id() throws UnreadableRecordException {
        String snapshot = present(snapshotId, "snapshot-id");
        if (!isUuid(snapshot)) {
            throw new UnreadableRecordException("header 'snapshot-id' is not a UUID: " + Printable.of(snapshot));
        }
        String clusterId = name(cluster, "cluster");
        String number = present(seq, "seq");
        if (!isNumber(number)) {
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
        if (name.isEmpty() || name.length() > LONGEST_NAME || !isPrintableAscii(name)) {
            throw new UnreadableRecordException("header '" + header + "' is not a name: " + Printable.of(name));
        }
        return name;
    }

    // These run for every record, and regular expressions and streams took a quarter of the time.

    private static boolean isUuid(String text) {
        boolean fits = text.length() == UUID_SHAPE.length();
        for (int i = 0; fits && i < text.length(); i++) {
            char c = text.charAt(i);
            fits = UUID_SHAPE.charAt(i) == '-' ? c == '-' : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }
        return fits;
    }

    private static boolean isNumber(String text) {
        boolean fits = !text.isEmpty() && text.length() <= MOST_DIGITS && (text.charAt(0) != '0' || text.length() == 1);
        for (int i = 0; fits && i < text.length(); i++) {
            fits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return fits;
    }

    private static boolean isPrintableAscii(String text) {
        boolean fits = true;
        for (int i = 0; fits && i < text.length(); i++) {
            fits = text.charAt(i) > ' ' && text.charAt(i) < 0x7f;
        }
        return fits;
    }

    private static String present(@Nullable String value, String header) throws UnreadableRecordException {
        if (value == null) {
            throw new UnreadableRecordException("header '" + header + "' is missing");
        }
        return value;
    }
}
