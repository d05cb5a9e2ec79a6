package dev.e2e.consumer;

import java.util.Locale;
import java.util.Optional;

/** What a record of version 2 is within its snapshot. */
enum RecordType {
    BEGIN,
    CHUNK,
    DISCARD,
    END,
    DELTA;

    /** Its name on the wire. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<RecordType> of(String text) {
        return switch (text) {
            case "begin" -> Optional.of(BEGIN);
            case "chunk" -> Optional.of(CHUNK);
            case "discard" -> Optional.of(DISCARD);
            case "end" -> Optional.of(END);
            case "delta" -> Optional.of(DELTA);
            default -> Optional.empty();
        };
    }
}
