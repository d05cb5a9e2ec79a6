package dev.e2e.consumer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What was found of a kind so far: numbers and a running hash, no objects. */
final class KindTally {
    private final MessageDigest digest;
    private long count;
    private long chunks;

    KindTally() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java has to have", e);
        }
    }

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
