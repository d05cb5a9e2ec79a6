package dev.e2e.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;

/**
 * A snapshot on its partition. The partition belongs to it because records of one cluster stay on one partition, and
 * partitions come and go; the cluster, so that a record that names another one cannot disturb the snapshot.
 */
record SnapshotKey(int partition, String clusterId, String snapshotId) {
    private static final int TAG_BYTES = 8;

    static SnapshotKey of(int partition, RecordId id) {
        return new SnapshotKey(partition, id.clusterId(), id.snapshotId());
    }

    /** Eleven characters that stand for cluster and snapshot where room is short: the first 64 bits of their SHA-256. */
    String tag() {
        byte[] hash = Sha256.begin().digest((clusterId + "/" + snapshotId).getBytes(UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, TAG_BYTES));
    }
}
