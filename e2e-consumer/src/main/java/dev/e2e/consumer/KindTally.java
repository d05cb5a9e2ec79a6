package dev.e2e.consumer;

import java.security.MessageDigest;
import java.util.HexFormat;

/** What was found of a kind so far: numbers and a running hash, no objects. */
final class KindTally {
    private final MessageDigest digest = Sha256.begin();
    private long count;
    private long chunks;

    /** Adds a chunk; the value is hashed as it was sent. */
    void add(int items, byte[] value) {
        count += items;
        chunks++;
        digest.update(value);
    }

    /** The sum; nothing may be added afterwards. */
    KindSummary finish() {
        return new KindSummary(count, chunks, HexFormat.of().formatHex(digest.digest()));
    }
}
