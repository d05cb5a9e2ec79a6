package dev.e2e.collector;

import java.util.List;

/** Whether a snapshot holds all that was to be read. */
enum SnapshotStatus {
    COMPLETE("complete"),
    PARTIAL("partial");

    private final String id;

    SnapshotStatus(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    static SnapshotStatus of(List<KindResult> kinds) {
        return kinds.stream().allMatch(kind -> kind.problem().isEmpty()) ? COMPLETE : PARTIAL;
    }
}
