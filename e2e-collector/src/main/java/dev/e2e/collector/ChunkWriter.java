package dev.e2e.collector;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Gathers the objects of one kind into records, each as full as it may be. */
final class ChunkWriter {
    /** The largest value of a record, uncompressed, in bytes. */
    static final int LARGEST_VALUE = 512 * 1024;
    /** Room in it for all but the objects, in bytes: some 300 and the cluster's id. */
    private static final int ENVELOPE = 1024;

    /** Of a name in a note, in characters; those of Kubernetes have 253 at most. */
    private static final int LONGEST_NAME = 1024;

    private static final int LARGEST_ITEMS = LARGEST_VALUE - ENVELOPE;

    private final Kind kind;
    private final Owners owners;
    private final SnapshotWriter snapshot;
    private final ByteArrayOutputStream items = new ByteArrayOutputStream();
    private final MessageDigest digest = sha256();
    private long count;
    private int chunks;

    ChunkWriter(Kind kind, Owners owners, SnapshotWriter snapshot) {
        this.kind = kind;
        this.owners = owners;
        this.snapshot = snapshot;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Adds an object; one that fits into no record is replaced by a note of its size. */
    void add(JsonValue object) throws CycleFailedException {
        byte[] item = item(kind, object, owners);
        if (items.size() > 0 && items.size() + 1 + item.length > LARGEST_ITEMS) {
            flush();
        }
        if (items.size() > 0) {
            items.write(',');
        }
        items.writeBytes(item);
        count++;
    }

    /** An object as it is sent; one that fits into no record as a note of its size. */
    static byte[] item(Kind kind, JsonValue object, Owners owners) {
        byte[] item = SnapshotWriter.json(json -> {
            json.writeStartObject();
            kind.write(object, new Fields(json), owners);
            json.writeEndObject();
        });
        return item.length > LARGEST_ITEMS ? truncated(kind, object, item.length) : item;
    }

    private static byte[] truncated(Kind kind, JsonValue object, long size) {
        return SnapshotWriter.json(json -> {
            Fields fields = new Fields(json);
            json.writeStartObject();
            kind.identity(object, fields, LONGEST_NAME);
            fields.truth("truncated", true);
            fields.number("size", size);
            json.writeEndObject();
        });
    }

    /** Sends what is left and tells what was sent in all. */
    KindResult.Sent finish(String resourceVersion) throws CycleFailedException {
        if (items.size() > 0) {
            flush();
        }
        return new KindResult.Sent(
                count, chunks, resourceVersion, HexFormat.of().formatHex(digest.digest()));
    }

    /** Takes back what was added so far, since it will be read once more. */
    void discard() throws CycleFailedException {
        if (chunks > 0) {
            snapshot.discard(kind);
        }
        items.reset();
        digest.reset();
        count = 0;
        chunks = 0;
    }

    private void flush() throws CycleFailedException {
        digest.update(snapshot.chunk(kind, items.toByteArray()));
        items.reset();
        chunks++;
    }
}
