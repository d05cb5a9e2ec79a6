package dev.e2e.consumer;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
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
    private final EarlierAges earlierAges = new EarlierAges();
    private int tallies;

    /**
     * @param nanoClock what the time-out is measured with, such as {@link AnsweredTime}
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

    /** Gives up the snapshots whose time is over and whose end is not among the records that were written by then. */
    void expire(PartitionLog log) {
        for (OpenSnapshot snapshot : List.copyOf(open.values())) {
            if (age(snapshot) >= limits.timeout().toNanos() && !mayStillCome(snapshot, log)) {
                giveUp(snapshot, "no end within " + limits.timeout().toSeconds() + " s of reading its begin");
            }
        }
    }

    private static boolean mayStillCome(OpenSnapshot snapshot, PartitionLog log) {
        int partition = snapshot.key().partition();
        if (snapshot.deadline().isEmpty()) {
            snapshot.waitUpTo(log.end(partition));
        }
        OptionalLong position = log.position(partition);
        return snapshot.deadline().isEmpty()
                || position.isEmpty()
                || position.getAsLong() < snapshot.deadline().getAsLong();
    }

    private long age(OpenSnapshot snapshot) {
        return nanoClock.getAsLong() - snapshot.openedAt();
    }

    /** Drops what is open on a partition, which from now on somebody else reads, from the begin of each. */
    void forget(int partition) {
        earlierAges.forget(partition);
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

    /**
     * What whoever reads on from the offset has to know of the snapshots that are met there.
     *
     * @param processed everything below it was read
     */
    CommitNotes notes(int partition, long offset, long processed) {
        TreeMap<Long, Duration> ages = new TreeMap<>();
        earlierAges.from(partition, processed).forEach((begin, age) -> ages.put(begin, Duration.ofNanos(age)));
        open.values().stream()
                .filter(snapshot -> snapshot.key().partition() == partition)
                .forEach(snapshot -> ages.put(snapshot.beginOffset(), Duration.ofNanos(age(snapshot))));
        return new CommitNotes(ages, finished.since(partition, offset));
    }

    /** Goes by what is known from whoever read the partition before. */
    void takeOver(int partition, CommitNotes notes) {
        notes.ages().forEach((begin, age) -> earlierAges.note(partition, begin, age.toNanos()));
        finished.takeOver(partition, notes.finished());
    }

    /** How many snapshots are open. */
    int openSnapshots() {
        return open.size();
    }

    private OpenSnapshot open(SnapshotKey key, long offset) {
        long age = earlierAges.take(key.partition(), offset);
        OpenSnapshot snapshot = new OpenSnapshot(key, offset, nanoClock.getAsLong() - age);
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
