package dev.e2e.consumer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Puts snapshots together and says of each, once, how it ended. Snapshots of several clusters and collectors may
 * interleave. Memory is bounded by the {@link Limits}, whatever arrives. Used by one thread.
 *
 * <p>A snapshot is known from its begin to its end. One whose first record seen is a later one was not read from its
 * beginning; that is said once, and the rest of it is dropped.
 */
final class Assembly {
    private final Limits limits;
    private final LongSupplier nanoClock;
    private final SnapshotObserver observer;
    private final FinishedSnapshots finished;
    private final Map<SnapshotKey, OpenSnapshot> open = new LinkedHashMap<>();
    private int tallies;

    /**
     * @param nanoClock as {@link System#nanoTime()}
     * @param observer told of each record that is taken and, once, of the end of each snapshot
     */
    Assembly(Limits limits, LongSupplier nanoClock, SnapshotObserver observer) {
        this.limits = limits;
        this.nanoClock = nanoClock;
        this.observer = observer;
        this.finished = new FinishedSnapshots(limits.finishedSnapshots());
    }

    /**
     * Adds a record to its snapshot.
     *
     * @param value the record's value as it was sent
     */
    Disposition accept(int partition, long offset, Message.SnapshotRecord record, byte[] value) {
        SnapshotKey key = SnapshotKey.of(partition, record.id());
        int seq = record.id().seq();
        OpenSnapshot snapshot = open.get(key);
        if (snapshot == null) {
            OptionalInt last = finished.lastSeq(key);
            if (last.isPresent()) {
                return seq <= last.getAsInt() ? Disposition.DUPLICATE : leftover(key, offset, seq);
            }
            if (seq > 0) {
                return missedBegin(key, offset, seq);
            }
            snapshot = open(key, offset);
        }
        if (seq < snapshot.next()) {
            return Disposition.DUPLICATE;
        }
        snapshot.seenAt(offset);
        observer.taken(key, record, value);
        if (record instanceof Message.Chunk chunk) {
            int kinds = snapshot.kinds();
            snapshot.add(chunk, value);
            tallies += snapshot.kinds() - kinds;
            giveUpOldest();
        } else if (record instanceof Message.Discard discard) {
            int kinds = snapshot.kinds();
            snapshot.discard(discard);
            tallies += snapshot.kinds() - kinds;
        } else if (record instanceof Message.End end) {
            finish(snapshot, snapshot.verdict(end), seq);
        } else {
            snapshot.advance(seq);
        }
        return Disposition.TAKEN;
    }

    /** Notes that a record of a snapshot could not be read, so that the snapshot cannot be verified. */
    void unreadable(int partition, long offset, Envelope.Claim claim, String reason) {
        SnapshotKey key = SnapshotKey.of(partition, claim.id());
        int seq = claim.id().seq();
        OpenSnapshot snapshot = open.get(key);
        if (snapshot == null) {
            if (finished.lastSeq(key).isPresent()) {
                return;
            }
            if (seq > 0) {
                missedBegin(key, offset, seq);
                return;
            }
            snapshot = open(key, offset);
        }
        if (seq < snapshot.next()) {
            return;
        }
        snapshot.seenAt(offset);
        if (claim.type() == RecordType.END) {
            finish(snapshot, snapshot.endUnreadable(seq, reason), seq);
        } else {
            snapshot.addUnreadable(seq, reason);
        }
    }

    /** Gives up the snapshots whose end was not read in time. */
    void expire() {
        long now = nanoClock.getAsLong();
        while (!open.isEmpty()) {
            OpenSnapshot oldest = open.values().iterator().next();
            if (now - oldest.openedAt() < limits.timeout().toNanos()) {
                return;
            }
            giveUp(oldest, "no end within " + limits.timeout().toSeconds() + " s of reading its begin");
        }
    }

    /** Drops what is open on a partition, which from now on somebody else reads, from the begin of each. */
    void forget(int partition) {
        open.values().removeIf(snapshot -> {
            boolean gone = snapshot.key().partition() == partition;
            if (gone) {
                tallies -= snapshot.kinds();
                observer.dropped(snapshot.key());
            }
            return gone;
        });
    }

    /** The offset of the oldest begin on the partition whose snapshot is open; empty when none is. */
    OptionalLong oldestBegin(int partition) {
        return open.values().stream()
                .filter(snapshot -> snapshot.key().partition() == partition)
                .mapToLong(OpenSnapshot::beginOffset)
                .min();
    }

    /** The snapshots that are finished although reading from the offset would meet them again, with their last offsets. */
    Map<SnapshotKey, Long> finishedSince(int partition, long offset) {
        return finished.since(partition, offset);
    }

    /** Notes a snapshot on which the word was spoken by whoever read the partition before. */
    void restoreFinished(SnapshotKey key, long lastOffset) {
        finished.restore(key, lastOffset);
    }

    /** How many snapshots are open. */
    int openSnapshots() {
        return open.size();
    }

    private OpenSnapshot open(SnapshotKey key, long offset) {
        OpenSnapshot snapshot = new OpenSnapshot(key, offset, nanoClock.getAsLong());
        open.put(key, snapshot);
        giveUpOldest();
        return snapshot;
    }

    private Disposition leftover(SnapshotKey key, long offset, int seq) {
        finished.raise(key, offset, seq);
        return Disposition.LEFTOVER;
    }

    private Disposition missedBegin(SnapshotKey key, long offset, int seq) {
        finished.add(key, offset, seq);
        observer.ended(
                new Outcome.Incomplete(key, List.of("reading met it at record %d, without its begin".formatted(seq))));
        return Disposition.LEFTOVER;
    }

    private void giveUpOldest() {
        while (open.size() > limits.openSnapshots() || tallies > limits.tallies()) {
            giveUp(open.values().iterator().next(), "too many snapshots are open at a time, and it is the oldest");
        }
    }

    private void giveUp(OpenSnapshot snapshot, String reason) {
        finish(snapshot, snapshot.givenUp(reason), snapshot.next() - 1);
    }

    private void finish(OpenSnapshot snapshot, Outcome outcome, int lastSeq) {
        open.remove(snapshot.key());
        tallies -= snapshot.kinds();
        finished.add(snapshot.key(), snapshot.lastOffset(), lastSeq);
        observer.ended(outcome);
    }
}
