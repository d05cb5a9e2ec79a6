package dev.e2e.consumer;

import java.util.List;

/** Sees what becomes of snapshots. Called by the thread that polls, before the offset of what it sees is committed. */
@FunctionalInterface
interface SnapshotObserver {
    /** The word on a snapshot was spoken; nothing more comes of it. */
    void ended(Outcome outcome);

    /**
     * A record was added to its snapshot.
     *
     * @param value as it was sent
     */
    default void taken(SnapshotKey key, Message.SnapshotRecord record, byte[] value) {}

    /** A snapshot will be read anew by somebody else; nothing more comes of it here. */
    default void dropped(SnapshotKey key) {}

    /** Several of them, told one after the other. */
    static SnapshotObserver all(List<SnapshotObserver> observers) {
        List<SnapshotObserver> each = List.copyOf(observers);
        return new SnapshotObserver() {
            @Override
            public void ended(Outcome outcome) {
                each.forEach(observer -> observer.ended(outcome));
            }

            @Override
            public void taken(SnapshotKey key, Message.SnapshotRecord record, byte[] value) {
                each.forEach(observer -> observer.taken(key, record, value));
            }

            @Override
            public void dropped(SnapshotKey key) {
                each.forEach(observer -> observer.dropped(key));
            }
        };
    }
}
