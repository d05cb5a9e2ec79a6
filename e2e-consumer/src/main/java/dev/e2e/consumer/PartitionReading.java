package dev.e2e.consumer;

import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** How far a partition was read, by this process and by whoever read it before. */
final class PartitionReading {
    private @Nullable Predecessor predecessor;
    private long youngest = ConsumerRecord.NO_TIMESTAMP;

    void takeOver(CommitNotes notes) {
        predecessor = new Predecessor(notes);
    }

    /** Notes that a record is read. */
    void read(long timestamp) {
        youngest = Math.max(youngest, timestamp);
    }

    /** How long the end of a snapshot that is met now was waited for before; zero where it was not. */
    Duration waited(long beginOffset) {
        return predecessor == null
                ? Duration.ZERO
                : predecessor.meet(beginOffset).orElse(Duration.ZERO);
    }

    /** Whether whoever read before has finished the snapshot of which this is the first record that is read now. */
    boolean isFinished(Place place) {
        return predecessor != null && predecessor.hasFinished(place);
    }

    /**
     * What whoever reads on has to know.
     *
     * @param processed everything below it was read by this process
     * @param open the snapshots that are open in this process
     */
    CommitNotes notes(long processed, SortedMap<Long, Duration> open) {
        if (predecessor == null || processed >= predecessor.readUpTo()) {
            return new CommitNotes(processed, youngest, open);
        }
        SortedMap<Long, Duration> all = new TreeMap<>(predecessor.openFrom(processed));
        all.putAll(open);
        return new CommitNotes(predecessor.readUpTo(), Math.max(youngest, predecessor.youngest()), all);
    }
}
