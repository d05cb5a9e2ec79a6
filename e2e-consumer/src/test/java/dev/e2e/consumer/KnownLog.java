package dev.e2e.consumer;

import java.util.OptionalLong;

/** A partition of which the test knows how far it goes and how far it was read; a negative end is not answered. */
record KnownLog(long end, long read) implements PartitionLog {
    @Override
    public OptionalLong end(int partition) {
        return end < 0 ? OptionalLong.empty() : OptionalLong.of(end);
    }

    @Override
    public OptionalLong position(int partition) {
        return OptionalLong.of(read);
    }
}
