package dev.e2e.consumer;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Knows what may be committed.
 *
 * <p>Of an open snapshot only this process's memory holds the counts and hashes. Were the offsets of its chunks
 * committed, a consumer that is killed in its middle would lose them, and its successor could not verify the
 * snapshot. So a partition is committed only up to the begin of its oldest open snapshot, and whoever reads it next
 * sees that snapshot whole. How far a commit may stay behind is bounded by the time-out after which a snapshot is given
 * up, and by the number of snapshots that may be open.
 *
 * <p>Snapshots that ended behind what is committed would be met, and reported, a second time, those that began before it
 * as lacking their begin. The commit therefore carries their names as its metadata, as many as fit; the successor drops
 * their records as duplicates. What else lies there is read again, at least once being the promise: a dead letter may be
 * written twice.
 */
final class Progress {
    /** Brokers take 4,096 bytes of metadata by default ({@code offset.metadata.max.bytes}). */
    private static final int METADATA_BYTES = 4_000;

    private static final Pattern NAME = Pattern.compile("([0-9]{1,18}):([!-~]+)/([0-9a-f-]{36})");

    private final Assembly assembly;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> handedOver = new HashMap<>();

    Progress(Assembly assembly) {
        this.assembly = assembly;
    }

    /** Everything below the offset was processed. */
    void processedUpTo(TopicPartition partition, long offset) {
        next.put(partition, offset);
    }

    /** What is to be committed of these partitions and was not handed over yet; counts as handed over from now on. */
    Map<TopicPartition, OffsetAndMetadata> due(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Long processed = next.get(partition);
            if (processed != null) {
                OffsetAndMetadata safe = safe(partition.partition(), processed);
                if (!safe.equals(handedOver.put(partition, safe))) {
                    due.put(partition, safe);
                }
            }
        }
        return due;
    }

    /** A commit did not succeed: what it held is due again. */
    void notCommitted(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach(handedOver::remove);
    }

    /** The partition was taken over at a commit of whoever read it before. */
    void takenOver(TopicPartition partition, OffsetAndMetadata committed) {
        for (String name : committed.metadata().split(" ", -1)) {
            Matcher matcher = NAME.matcher(name);
            if (matcher.matches()) {
                SnapshotKey key = new SnapshotKey(partition.partition(), matcher.group(2), matcher.group(3));
                assembly.restoreFinished(key, Long.parseLong(matcher.group(1)));
            }
        }
    }

    /** The partition is somebody else's now. */
    void forget(TopicPartition partition) {
        next.remove(partition);
        handedOver.remove(partition);
    }

    private OffsetAndMetadata safe(int partition, long processed) {
        OptionalLong begin = assembly.oldestBegin(partition);
        long offset = begin.isEmpty() ? processed : Math.min(begin.getAsLong(), processed);
        StringBuilder names = new StringBuilder();
        // Also where nothing is open: whoever read before may have been further than this one is.
        assembly.finishedSince(partition, offset).forEach((key, last) -> {
            String name = last + ":" + key.clusterId() + "/" + key.snapshotId() + " ";
            if (names.length() + name.length() <= METADATA_BYTES) {
                names.append(name);
            }
        });
        return new OffsetAndMetadata(offset, Optional.empty(), names.toString());
    }
}
