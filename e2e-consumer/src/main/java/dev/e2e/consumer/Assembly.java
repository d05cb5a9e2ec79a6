package dev.e2e.consumer;

import java.time.Duration;
import java.util.HashMap;
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
    private final Map<Integer, PartitionReading> readings = new HashMap<>();
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
    Disposition accept(Place place, Message.SnapshotRecord record, byte[] value) {
        SnapshotKey key = SnapshotKey.of(place.partition(), record.id());
        int seq = record.id().seq();
        reading(place.partition()).read(place.timestamp());
        OpenSnapshot snapshot = open.get(key);
        if (snapshot == null) {
            OptionalInt last = finished(key, place);
            if (last.isPresent()) {
                return seq <= last.getAsInt() ? Disposition.DUPLICATE : leftover(key, seq);
            }
            if (seq > 0) {
                return missedBegin(key, seq);
            }
            snapshot = open(key, place.offset());
        }
        if (seq < snapshot.next()) {
            return Disposition.DUPLICATE;
        }
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
    void unreadable(Place place, Envelope.Claim claim, String reason) {
        SnapshotKey key = SnapshotKey.of(place.partition(), claim.id());
        int seq = claim.id().seq();
        reading(place.partition()).read(place.timestamp());
        OpenSnapshot snapshot = open.get(key);
        if (snapshot == null) {
            if (finished(key, place).isPresent()) {
                return;
            }
            if (seq > 0) {
                missedBegin(key, seq);
                return;
            }
            snapshot = open(key, place.offset());
        }
        if (seq < snapshot.next()) {
            return;
        }
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
            if (snapshot.deadline().isEmpty()) {
                return true; // a leader that does not answer is not asked for more
            }
        }
        OptionalLong position = log.position(partition);
        return position.isEmpty() || position.getAsLong() < snapshot.deadline().getAsLong();
    }

    private long age(OpenSnapshot snapshot) {
        return nanoClock.getAsLong() - snapshot.openedAt();
    }

    /** Drops what is open on a partition, which from now on somebody else reads, from the begin of each. */
    void forget(int partition) {
        readings.remove(partition);
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
     * What whoever reads on has to know of the snapshots that it meets.
     *
     * @param processed everything below it was read
     */
    CommitNotes notes(int partition, long processed) {
        TreeMap<Long, Duration> ages = new TreeMap<>();
        open.values().stream()
                .filter(snapshot -> snapshot.key().partition() == partition)
                .forEach(snapshot -> ages.put(snapshot.beginOffset(), Duration.ofNanos(age(snapshot))));
        return reading(partition).notes(processed, ages);
    }

    /** Goes by what is known from whoever read the partition before. */
    void takeOver(int partition, CommitNotes notes) {
        reading(partition).takeOver(notes);
    }

    /** How many snapshots are open. */
    int openSnapshots() {
        return open.size();
    }

    private OpenSnapshot open(SnapshotKey key, long offset) {
        Duration waited = reading(key.partition()).waited(offset);
        OpenSnapshot snapshot = new OpenSnapshot(key, offset, nanoClock.getAsLong() - waited.toNanos());
        open.put(key, snapshot);
        giveUpOldest();
        return snapshot;
    }

    /** The last number seen of a finished snapshot; empty where it is not known as finished. */
    private OptionalInt finished(SnapshotKey key, Place place) {
        OptionalInt last = finished.lastSeq(key);
        PartitionReading reading = reading(key.partition());
        if (last.isPresent()) {
            reading.waited(place.offset()); // met, so that it does not count as lost
        } else if (reading.isFinished(place)) {
            finished.add(key, FinishedSnapshots.EVERYTHING);
            return finished.lastSeq(key);
        }
        return last;
    }

    private PartitionReading reading(int partition) {
        return readings.computeIfAbsent(partition, any -> new PartitionReading());
    }

    private Disposition leftover(SnapshotKey key, int seq) {
        finished.add(key, seq);
        return Disposition.LEFTOVER;
    }

    private Disposition missedBegin(SnapshotKey key, int seq) {
        finished.add(key, seq);
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
        finished.add(snapshot.key(), lastSeq);
        observer.ended(outcome);
    }
}
