package dev.e2e.consumer;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** How long others had waited for the end of snapshots whose begins are still to be read. Ages are in nanoseconds. */
final class EarlierAges {
    private final Map<Integer, NavigableMap<Long, Long>> byBegin = new HashMap<>();

    void note(int partition, long beginOffset, long age) {
        byBegin.computeIfAbsent(partition, any -> new TreeMap<>()).put(beginOffset, age);
    }

    /** The age of the snapshot that begins there, which is met now; 0 where nobody has waited for it. */
    long take(int partition, long beginOffset) {
        NavigableMap<Long, Long> ages = byBegin.get(partition);
        Long age = ages == null ? null : ages.remove(beginOffset);
        return age == null ? 0 : age;
    }

    /** Those of snapshots that begin at this offset or later. */
    Map<Long, Long> from(int partition, long offset) {
        NavigableMap<Long, Long> ages = byBegin.get(partition);
        return ages == null ? Map.of() : ages.tailMap(offset, true);
    }

    void forget(int partition) {
        byBegin.remove(partition);
    }
}
