package dev.e2e.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final TopicPartition PARTITION = new TopicPartition("cluster-info", 0);

    private final List<Outcome> outcomes = new ArrayList<>();
    private Assembly assembly = newAssembly();
    private Progress progress = new Progress(assembly);
    private long offset = 100;

    @Test
    void withNothingOpenEverythingProcessedIsCommittedOnce() throws Exception {
        process(SampleSnapshot.small("cluster-a").records());

        assertThat(due()).isEqualTo(Map.of(PARTITION, new OffsetAndMetadata(105)));
        assertThat(due()).isEmpty();
    }

    @Test
    void anOpenSnapshotHoldsTheCommitAtItsBegin() throws Exception {
        process(SampleSnapshot.small("cluster-a").records());
        List<SampleRecord> open = SampleSnapshot.small("cluster-a").records();
        process(open.subList(0, 3));

        assertThat(due().get(PARTITION).offset()).isEqualTo(105);
        process(open.subList(3, 4));
        assertThat(due()).isEmpty();
        process(open.subList(4, 5));
        assertThat(due().get(PARTITION).offset()).isEqualTo(110);
    }

    @Test
    void aFailedCommitIsDueAgain() throws Exception {
        process(SampleSnapshot.small("cluster-a").records());
        Map<TopicPartition, OffsetAndMetadata> due = due();

        progress.notCommitted(due);

        assertThat(due()).isEqualTo(due);
    }

    @Test
    void theSuccessorVerifiesWhatWasOpenAndReportsNothingTwice() throws Exception {
        List<SampleRecord> open = SampleSnapshot.small("cluster-a").records();
        List<SampleRecord> finished = SampleSnapshot.small("cluster-b").records();
        List<SampleRecord> log = new ArrayList<>(open.subList(0, 2));
        log.addAll(finished);
        log.add(open.get(2));
        process(log);
        assertThat(outcomes).hasSize(1);
        OffsetAndMetadata committed = due().get(PARTITION);
        assertThat(committed.offset()).isEqualTo(100);

        successor(committed);
        process(log);
        assertThat(outcomes).hasSize(1);
        assertThat(due().get(PARTITION))
                .as("the successor's own commit says the same")
                .isEqualTo(committed);

        process(open.subList(3, 5));
        assertThat(outcomes).hasSize(2).allMatch(Outcome.Verified.class::isInstance);
        assertThat(due().get(PARTITION)).isEqualTo(new OffsetAndMetadata(offset));
    }

    @Test
    void theNamesOfFinishedSnapshotsFitIntoTheMetadata() throws Exception {
        process(SampleSnapshot.small("cluster-a").records().subList(0, 1));
        for (int i = 0; i < 200; i++) {
            process(SampleSnapshot.of("cluster-b").empty("Pod").records());
        }

        assertThat(due().get(PARTITION).metadata()).hasSizeBetween(3_000, 4_000);
    }

    @Test
    void metadataOfStrangersIsIgnored() {
        progress.takenOver(PARTITION, new OffsetAndMetadata(7, "what ever: 1:x/y 99999999999999999999:c/d"));

        assertThat(assembly.finishedSince(0, 0)).isEmpty();
    }

    @Test
    void aPartitionThatWentAwayIsCommittedNoMore() throws Exception {
        process(SampleSnapshot.small("cluster-a").records());

        progress.forget(PARTITION);

        assertThat(due()).isEmpty();
    }

    private Assembly newAssembly() {
        return new Assembly(Limits.within(Duration.ofMinutes(1)), () -> 0, outcomes::add);
    }

    private void successor(OffsetAndMetadata committed) {
        assembly = newAssembly();
        progress = new Progress(assembly);
        progress.takenOver(PARTITION, committed);
        offset = committed.offset();
    }

    private Map<TopicPartition, OffsetAndMetadata> due() {
        return progress.due(Set.of(PARTITION));
    }

    private void process(List<SampleRecord> records) throws UnreadableRecordException {
        RecordReader reader = new RecordReader();
        for (SampleRecord record : records) {
            var read = record.at(0, offset++);
            Message message = reader.read(read, new EnvelopeReader().read(read.headers()));
            assembly.accept(0, read.offset(), (Message.SnapshotRecord) message, read.value());
        }
        progress.processedUpTo(PARTITION, offset);
    }
}
