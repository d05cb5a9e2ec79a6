package dev.e2e.consumer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/** The last snapshots on which the word was spoken, so that their duplicates are known. */
final class FinishedSnapshots {
    /** A snapshot that another run finished: whatever comes of it was seen. */
    private static final int EVERYTHING_SEEN = Integer.MAX_VALUE;

    private final Map<SnapshotKey, Finished> entries;

    private record Finished(long lastOffset, int lastSeq) {}

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

    /** @param lastOffset of the last record of it that was seen */
    void add(SnapshotKey key, long lastOffset, int lastSeq) {
        entries.put(key, new Finished(lastOffset, lastSeq));
    }

    /** Notes a further record of a finished snapshot. */
    void raise(SnapshotKey key, long lastOffset, int lastSeq) {
        entries.computeIfPresent(key, (same, entry) -> new Finished(lastOffset, lastSeq));
    }

    /** Notes a snapshot that was finished before this process started or had the partition. */
    void restore(SnapshotKey key, long lastOffset) {
        entries.putIfAbsent(key, new Finished(lastOffset, EVERYTHING_SEEN));
    }

    /**
     * Those of which a record stands at the offset or after it, with their last ones: reading from there would meet them
     * again, some without their begin.
     */
    Map<SnapshotKey, Long> since(int partition, long offset) {
        Map<SnapshotKey, Long> keys = new LinkedHashMap<>();
        entries.forEach((key, entry) -> {
            if (key.partition() == partition && entry.lastOffset() >= offset) {
                keys.put(key, entry.lastOffset());
            }
        });
        return keys;
    }
}
