package dev.e2e.consumer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/** The last snapshots on which the word was spoken, so that their duplicates are known. */
final class FinishedSnapshots {
    /** Of a snapshot that another run finished: whatever comes of it was seen. */
    static final int EVERYTHING = Integer.MAX_VALUE;

    private final Map<SnapshotKey, Integer> lastSeqs;

    FinishedSnapshots(int remembered) {
        lastSeqs = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<SnapshotKey, Integer> eldest) {
                return size() > remembered;
            }
        };
    }

    /** The last number seen of a finished snapshot; empty where it is not known as finished. */
    OptionalInt lastSeq(SnapshotKey key) {
        Integer last = lastSeqs.get(key);
        return last == null ? OptionalInt.empty() : OptionalInt.of(last);
    }

    /** Notes that it is finished, or a further record of it. */
    void add(SnapshotKey key, int lastSeq) {
        lastSeqs.put(key, lastSeq);
    }
}
