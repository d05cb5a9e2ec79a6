package dev.e2e.consumer;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/** A snapshot whose begin was read and whose end was not: a few numbers and a hash for each kind, no objects. */
final class OpenSnapshot {
    private final SnapshotKey key;
    private final long beginOffset;
    private final long openedAt;
    private final Map<String, KindTally> tallies = new HashMap<>();
    private final Troubles troubles = new Troubles();
    private OptionalLong deadline = OptionalLong.empty();
    private int next;
    private long chunks;
    private Wholeness wholeness = Wholeness.WHOLE;

    /** Whether all records were seen and could be read; the later constant is the graver. */
    private enum Wholeness {
        WHOLE,
        WITH_GAPS,
        WITH_UNREADABLE
    }

    /** @param openedAt in nanoseconds of the clock that the time-out is measured with */
    OpenSnapshot(SnapshotKey key, long beginOffset, long openedAt) {
        this.key = key;
        this.beginOffset = beginOffset;
        this.openedAt = openedAt;
    }

    SnapshotKey key() {
        return key;
    }

    /** Where reading has to start again to see the whole snapshot. */
    long beginOffset() {
        return beginOffset;
    }

    long openedAt() {
        return openedAt;
    }

    /** The offset up to which its end is waited for, since its time is over; empty while it is not. */
    OptionalLong deadline() {
        return deadline;
    }

    void waitUpTo(OptionalLong offset) {
        deadline = offset;
    }

    /** The number that the next record should have; those below it were seen or skipped. */
    int next() {
        return next;
    }

    /** How many kinds are counted. */
    int kinds() {
        return tallies.size();
    }

    /** Counts a chunk whose number is not below {@link #next()}. */
    void add(Message.Chunk chunk, byte[] value) {
        advance(chunk.id().seq());
        chunks++;
        tallies.computeIfAbsent(chunk.kind(), kind -> new KindTally()).add(chunk.items(), value);
    }

    /** Forgets what was counted of a kind; the record's number is not below {@link #next()}. */
    void discard(Message.Discard discard) {
        advance(discard.id().seq());
        tallies.remove(discard.kind());
    }

    /** Notes that a record whose number is not below {@link #next()} could not be read. */
    void addUnreadable(int seq, String reason) {
        advance(seq);
        troubles.add("record %d could not be read (%s)".formatted(seq, reason));
        wholeness = Wholeness.WITH_UNREADABLE;
    }

    /** Steps over a record, and notes those that are missing before it. */
    void advance(int seq) {
        if (seq > next) {
            troubles.add(
                    seq == next + 1
                            ? "record %d is missing".formatted(next)
                            : "records %d to %d are missing".formatted(next, seq - 1));
            if (wholeness == Wholeness.WHOLE) {
                wholeness = Wholeness.WITH_GAPS;
            }
        }
        next = seq + 1;
    }

    /** The word on the snapshot, spoken at its end. */
    Outcome verdict(Message.End end) {
        advance(end.id().seq());
        troubles.compare("chunks", end.chunks(), chunks);
        Map<String, Long> objects = new TreeMap<>();
        TreeSet<String> kinds = new TreeSet<>(tallies.keySet());
        kinds.addAll(end.kinds().keySet());
        for (String kind : kinds) {
            KindTally tally = tallies.get(kind);
            KindSummary found = (tally == null ? new KindTally() : tally).finish();
            KindSummary expected = end.kinds().get(kind);
            objects.put(kind, found.count());
            if (expected == null) {
                troubles.add(
                        "%s: expected nothing, found %,d in %,d chunks".formatted(kind, found.count(), found.chunks()));
            } else {
                String name = Printable.of(kind);
                troubles.compare(name + " count", expected.count(), found.count());
                troubles.compare(name + " chunks", expected.chunks(), found.chunks());
                troubles.compare(name + " sha256", expected.sha256(), found.sha256());
            }
        }
        return troubles.none() ? new Outcome.Verified(key, end, objects) : fault();
    }

    /** The word on a snapshot that will not be read to its end. */
    Outcome givenUp(String reason) {
        troubles.add(reason);
        return new Outcome.Incomplete(key, troubles.all());
    }

    /** The word on a snapshot whose end is there and could not be read. */
    Outcome endUnreadable(int seq, String reason) {
        addUnreadable(seq, reason);
        return fault();
    }

    private Outcome fault() {
        return wholeness == Wholeness.WITH_GAPS
                ? new Outcome.Incomplete(key, troubles.all())
                : new Outcome.Failed(key, troubles.all());
    }
}
