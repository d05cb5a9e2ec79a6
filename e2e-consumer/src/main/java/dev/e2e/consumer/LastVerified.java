package dev.e2e.consumer;

import java.time.Instant;

/** The snapshot that was verified last. */
record LastVerified(Outcome.Verified snapshot, Instant at) {
    /** Objects of all kinds. */
    long objects() {
        return snapshot.objects().values().stream().mapToLong(Long::longValue).sum();
    }
}
