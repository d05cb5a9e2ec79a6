package dev.e2e.consumer;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/** The last snapshots on which the word was spoken, so that their duplicates are known. */
final class FinishedSnapshots {
    private final Map<SnapshotKey, Finished> entries;
    /** Of each partition, the last offsets of those that others finished and that were not met here yet, by tag. */
    private final Map<Integer, Map<String, Long>> ofOthers = new HashMap<>();

    /** @param lastSeq the last number that was seen */
    private record Finished(String tag, long lastOffset, int lastSeq) {
        /** Of a snapshot that another run finished everything was seen. */
        static final int ALL = Integer.MAX_VALUE;
    }

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
        if (entry != null) {
            return OptionalInt.of(entry.lastSeq());
        }
        Map<String, Long> others = ofOthers.getOrDefault(key.partition(), Map.of());
        if (others.isEmpty()) {
            return OptionalInt.empty();
        }
        String tag = key.tag();
        Long lastOffset = others.remove(tag);
        if (lastOffset == null) {
            return OptionalInt.empty();
        }
        entries.put(key, new Finished(tag, lastOffset, Finished.ALL));
        return OptionalInt.of(Finished.ALL);
    }

    /** @param lastOffset of the last record of it that was seen */
    void add(SnapshotKey key, long lastOffset, int lastSeq) {
        entries.put(key, new Finished(key.tag(), lastOffset, lastSeq));
    }

    /** Notes a further record of a finished snapshot. */
    void raise(SnapshotKey key, long lastOffset, int lastSeq) {
        entries.computeIfPresent(key, (same, entry) -> new Finished(entry.tag(), lastOffset, lastSeq));
    }

    /** Notes what others finished before this process started or had the partition: last offsets by tag. */
    void takeOver(int partition, Map<String, Long> finished) {
        ofOthers.put(partition, new LinkedHashMap<>(finished));
    }

    /**
     * Those of which a record stands at the offset or after it, as their last offsets by tag: reading from there would meet
     * them again, some without their begin.
     */
    Map<String, Long> since(int partition, long offset) {
        Map<String, Long> since = new LinkedHashMap<>();
        ofOthers.getOrDefault(partition, Map.of()).forEach(since::put);
        entries.forEach((key, entry) -> {
            if (key.partition() == partition) {
                since.put(entry.tag(), entry.lastOffset());
            }
        });
        since.values().removeIf(last -> last < offset);
        return since;
    }
}
