package dev.e2e.collector;

/** How a cycle ended. */
sealed interface CycleResult {
    /** Its snapshot is acknowledged, complete or partial. */
    record Sent(SnapshotReport report) implements CycleResult {}

    /** It brought no snapshot; the reason in one line. */
    record Failed(String reason) implements CycleResult {}
}
