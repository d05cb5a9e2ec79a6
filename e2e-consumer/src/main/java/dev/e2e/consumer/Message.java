package dev.e2e.consumer;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a record of the topic says. */
sealed interface Message {

    /** One of the records of a snapshot of version 2. */
    sealed interface SnapshotRecord extends Message {
        RecordId id();
    }

    /**
     * The first record of a snapshot.
     *
     * @param at when the collection began
     */
    record Begin(RecordId id, Instant at) implements SnapshotRecord {}

    /**
     * Objects of one kind.
     *
     * @param items how many
     */
    record Chunk(RecordId id, String kind, int items) implements SnapshotRecord {}

    /** The chunks of a kind that came before count no more: it is read from its beginning once more. */
    record Discard(RecordId id, String kind) implements SnapshotRecord {}

    /**
     * The last record of a snapshot: what was sent, and what could not be read.
     *
     * @param collectedAt when the collection was finished
     * @param chunks how many chunks were sent
     */
    record End(
            RecordId id,
            Instant collectedAt,
            Status status,
            long chunks,
            Map<String, KindSummary> kinds,
            List<CollectionError> errors)
            implements SnapshotRecord {
        public End {
            kinds = Map.copyOf(kinds);
            errors = List.copyOf(errors);
        }
    }

    /**
     * A change after a snapshot.
     *
     * @param event what a watch of Kubernetes calls it
     */
    record Delta(RecordId id, String kind, String event) implements Message {}

    /**
     * A whole snapshot in one message, as the earlier system wrote it.
     *
     * @param lists how many objects stand in each of its lists, in the order of the message
     */
    record VersionOne(Map<String, Integer> lists) implements Message {}

    /** Whether the collector could read all kinds. */
    enum Status {
        COMPLETE,
        PARTIAL
    }
}
