package dev.e2e.consumer;

/**
 * A snapshot on its partition. The partition belongs to it because records of one cluster stay on one partition, and
 * partitions come and go; the cluster, so that a record that names another one cannot disturb the snapshot.
 */
record SnapshotKey(int partition, String clusterId, String snapshotId) {
    static SnapshotKey of(int partition, RecordId id) {
        return new SnapshotKey(partition, id.clusterId(), id.snapshotId());
    }
}
