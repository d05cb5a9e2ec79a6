package dev.e2e.consumer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/** The last snapshots on which the word was spoken, so that their duplicates are known. */
final class FinishedSnapshots {
    /** A snapshot that another run finished: whatever comes of it was seen. */
    private static final int EVERYTHING_SEEN = Integer.MAX_VALUE;

    private final Map<SnapshotKey, Finished> entries;

    private record Finished(long beginOffset, int lastSeq) {}

    FinishedSnapshots(int remembered) {
        entries = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<SnapshotKey, Finished> eldest) {
                return size() > remembered;
            }
        };
    }

    /** The last number seen of a finished snapshot; empty where it is not known as finished. */
    OptionalInt lastSeq(SnapshotKey key) {
        Finished entry = entries.get(key);
        return entry == null ? OptionalInt.empty() : OptionalInt.of(entry.lastSeq());
    }

    void add(SnapshotKey key, long beginOffset, int lastSeq) {
        entries.put(key, new Finished(beginOffset, lastSeq));
    }

    /** Notes a further record of a finished snapshot. */
    void raise(SnapshotKey key, int lastSeq) {
        entries.computeIfPresent(key, (same, entry) -> new Finished(entry.beginOffset(), lastSeq));
    }

    /** Notes a snapshot that was finished before this process started or had the partition. */
    void restore(SnapshotKey key, long beginOffset) {
        entries.putIfAbsent(key, new Finished(beginOffset, EVERYTHING_SEEN));
    }

    /** Those that begin at the offset or after it, with their begins: the ones that reading from there would meet again. */
    Map<SnapshotKey, Long> since(int partition, long offset) {
        Map<SnapshotKey, Long> keys = new LinkedHashMap<>();
        entries.forEach((key, entry) -> {
            if (key.partition() == partition && entry.beginOffset() >= offset) {
                keys.put(key, entry.beginOffset());
            }
        });
        return keys;
    }
}
