package dev.e2e.consumer;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
 * as lacking their begin; and each successor would wait the whole time-out once more for one that never ends. The commit
 * therefore carries {@link CommitNotes}; the successor drops the former's records as duplicates and waits for the latter
 * only as long as is left. What else lies there is read again, at least once being the promise: a dead letter may
 * be written twice.
 */
final class Progress {
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
        CommitNotes.parse(committed.metadata()).ifPresent(notes -> assembly.takeOver(partition.partition(), notes));
    }

    /** The partition is somebody else's now. */
    void forget(TopicPartition partition) {
        next.remove(partition);
        handedOver.remove(partition);
    }

    private OffsetAndMetadata safe(int partition, long processed) {
        OptionalLong begin = assembly.oldestBegin(partition);
        long offset = begin.isEmpty() ? processed : Math.min(begin.getAsLong(), processed);
        CommitNotes notes = assembly.notes(partition, processed);
        // Also where nothing is open: whoever read before may have been further than this one is.
        boolean readOn = notes.readUpTo() > offset;
        return new OffsetAndMetadata(offset, Optional.empty(), readOn ? notes.text() : "");
    }
}
