package dev.e2e.collector;

import java.util.Optional;

/**
 * What a record's key and headers say.
 *
 * @param seq its place in the snapshot, from 0
 */
record RecordHead(Snapshot snapshot, Type type, Optional<Kind> kind, int seq) {

    /** The types of records. */
    enum Type {
        BEGIN("begin"),
        CHUNK("chunk"),
        /** Takes back the chunks of a kind that were sent before. */
        DISCARD("discard"),
        END("end"),
        /** A change after the snapshot. */
        DELTA("delta");

        private final String id;

        Type(String id) {
            this.id = id;
        }

        String id() {
            return id;
        }
    }

    /**
     * Which snapshot.
     *
     * @param id a UUID of version 7
     * @param clusterId the cluster it is of
     */
    record Snapshot(String id, String clusterId) {}
}
