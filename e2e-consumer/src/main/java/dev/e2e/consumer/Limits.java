package dev.e2e.consumer;

import java.time.Duration;

/**
 * What bounds the memory of the assembly.
 *
 * @param openSnapshots how many may be open at a time; beyond it the oldest is given up as incomplete
 * @param tallies how many kinds of open snapshots may be counted at a time, about 0.5 kB each; likewise
 * @param finishedSnapshots how many finished ones are remembered, to know their duplicates
 * @param timeout within which the end has to be read after the begin
 */
record Limits(int openSnapshots, int tallies, int finishedSnapshots, Duration timeout) {
    private static final int OPEN_SNAPSHOTS = 1_000;
    private static final int TALLIES = 20_000;
    private static final int FINISHED_SNAPSHOTS = 10_000;

    Limits {
        if (openSnapshots < 1 || tallies < 1 || finishedSnapshots < 1 || timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("limits have to be above zero");
        }
    }

    static Limits within(Duration timeout) {
        return new Limits(OPEN_SNAPSHOTS, TALLIES, FINISHED_SNAPSHOTS, timeout);
    }
}
