package dev.e2e.consumer;

import java.time.Duration;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Whoever read a partition before, as far as its commit tells, while what is behind that commit is read again. */
final class Predecessor {
    private final long readUpTo;
    private final long youngest;
    private final NavigableMap<Long, Duration> open;

    Predecessor(CommitNotes notes) {
        readUpTo = notes.readUpTo();
        youngest = notes.youngest();
        open = new TreeMap<>(notes.open());
    }

    long readUpTo() {
        return readUpTo;
    }

    long youngest() {
        return youngest;
    }

    /** How long it had waited for the end of the snapshot that begins there and is met now; empty where it did not. */
    Optional<Duration> meet(long beginOffset) {
        return Optional.ofNullable(open.remove(beginOffset));
    }

    /** What it had open from an offset on. */
    SortedMap<Long, Duration> openFrom(long offset) {
        return open.tailMap(offset, true);
    }

    /**
     * Whether it has finished the snapshot of which this is the first record that is met now. That is not known where one
     * that it had open has lost its begin since then, to the retention: the record may be of that one.
     */
    boolean hasFinished(Place place) {
        return place.offset() < readUpTo
                && place.timestamp() <= youngest
                && open.headMap(place.offset(), true).isEmpty();
    }
}
