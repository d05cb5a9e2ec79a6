package dev.e2e.consumer;

/**
 * Which record of which snapshot.
 *
 * @param seq its number within the snapshot: 0 is the begin
 */
record RecordId(String clusterId, String snapshotId, int seq) {}
