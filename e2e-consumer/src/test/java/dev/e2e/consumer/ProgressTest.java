package dev.e2e.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final PartitionLog READ = new KnownLog(0, 0);
    private static final TopicPartition PARTITION = new TopicPartition("cluster-info", 0);

    private final AtomicLong nanos = new AtomicLong();
    private final List<Outcome> outcomes = new ArrayList<>();
    private Assembly assembly = newAssembly();
    private Progress progress = new Progress(assembly);
    private long offset = 100;

    @Test
    void withNothingOpenEverythingProcessedIsCommittedOnce() {
        process(SampleSnapshot.small("cluster-a").records());

        assertThat(due()).isEqualTo(Map.of(PARTITION, new OffsetAndMetadata(105)));
        assertThat(due()).isEmpty();
    }

    @Test
    void anOpenSnapshotHoldsTheCommitAtItsBegin() {
        process(SampleSnapshot.small("cluster-a").records());
        List<SampleRecord> open = SampleSnapshot.small("cluster-a").records();
        process(open.subList(0, 3));

        assertThat(due().get(PARTITION).offset()).isEqualTo(105);
        process(open.subList(3, 4));
        assertThat(due().get(PARTITION).offset()).isEqualTo(105);
        process(open.subList(4, 5));
        assertThat(due().get(PARTITION).offset()).isEqualTo(110);
    }

    @Test
    void aFailedCommitIsDueAgain() {
        process(SampleSnapshot.small("cluster-a").records());
        Map<TopicPartition, OffsetAndMetadata> due = due();

        progress.notCommitted(due);

        assertThat(due()).isEqualTo(due);
    }

    @Test
    void theSuccessorVerifiesWhatWasOpenAndReportsNothingTwice() {
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
    void theTimeThatAnOpenSnapshotWasWaitedForIsCarriedOn() {
        List<SampleRecord> abandoned =
                SampleSnapshot.small("cluster-a").records().subList(0, 3);
        process(abandoned);
        pass(Duration.ofSeconds(40));
        OffsetAndMetadata committed = due().get(PARTITION);

        successor(committed);
        process(abandoned.subList(0, 1));
        pass(Duration.ofSeconds(19));
        assembly.expire(READ);
        assertThat(outcomes).isEmpty();
        pass(Duration.ofSeconds(1));
        assembly.expire(READ);

        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Incomplete.class);
    }

    @Test
    void aSuccessorThatHasNotReadSoFarCarriesItOnToo() {
        process(SampleSnapshot.small("cluster-a").records().subList(0, 1));
        process(SampleSnapshot.small("cluster-b").records().subList(0, 1));
        pass(Duration.ofSeconds(40));
        OffsetAndMetadata committed = due().get(PARTITION);

        successor(committed);
        progress.processedUpTo(PARTITION, committed.offset());

        assertThat(due()).containsEntry(PARTITION, committed);
    }

    @Test
    void aCommitIsDueWhenASecondMoreWasWaited() {
        process(SampleSnapshot.small("cluster-a").records().subList(0, 1));
        due();

        pass(Duration.ofMillis(999));
        assertThat(due()).isEmpty();
        pass(Duration.ofMillis(1));
        assertThat(due()).hasSize(1);
    }

    @Test
    void howeverManyEndedWhileOneWasOpenNoneIsReportedTwice() {
        List<SampleRecord> log =
                new ArrayList<>(SampleSnapshot.small("cluster-a").records().subList(0, 2));
        for (int i = 0; i < 2_000; i++) {
            log.addAll(SampleSnapshot.of("cluster-b").empty("Pod").records());
        }
        process(log);
        OffsetAndMetadata committed = due().get(PARTITION);
        outcomes.clear();

        successor(committed);
        process(log.subList(0, 1_000));
        successor(due().getOrDefault(PARTITION, committed));
        process(log);

        assertThat(outcomes).isEmpty();
        assertThat(assembly.openSnapshots()).isEqualTo(1);
    }

    @Test
    void recordsInThePlaceOfOnesThatTheBrokerHasLostAreNew() {
        process(SampleSnapshot.small("cluster-a").records().subList(0, 2));
        process(SampleSnapshot.small("cluster-b").records());
        OffsetAndMetadata committed = due().get(PARTITION);
        outcomes.clear();

        successor(committed);
        for (SampleRecord record : SampleSnapshot.small("cluster-b").records()) {
            record.into(assembly, new Place(0, offset++, 1));
        }

        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Verified.class);
    }

    @Test
    void aSnapshotThatWasOpenAndHasLostItsBeginIsReported() {
        List<SampleRecord> open = SampleSnapshot.small("cluster-a").records();
        process(open.subList(0, 3));
        OffsetAndMetadata committed = due().get(PARTITION);

        successor(committed);
        offset = committed.offset() + 1;
        process(open.subList(1, 3));

        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Incomplete.class);
    }

    @Test
    void moreOpenSnapshotsThanTheMetadataHoldsAreLeftForReadingAgain() {
        List<SampleRecord> begins = new ArrayList<>();
        List<SampleRecord> rests = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            List<SampleRecord> records = SampleSnapshot.small("cluster-a").records();
            begins.add(records.get(0));
            rests.addAll(records.subList(1, 5));
        }
        process(begins);
        OffsetAndMetadata committed = due().get(PARTITION);
        assertThat(committed.metadata()).hasSizeBetween(3_900, 4_000);

        successor(committed);
        process(begins);
        process(rests);

        assertThat(outcomes).hasSize(900).allMatch(Outcome.Verified.class::isInstance);
    }

    @Test
    void aPartitionThatWentAwayIsCommittedNoMore() {
        process(SampleSnapshot.small("cluster-a").records());

        progress.forget(PARTITION);

        assertThat(due()).isEmpty();
    }

    private Assembly newAssembly() {
        return new Assembly(Limits.within(Duration.ofMinutes(1)), nanos::get, outcomes::add);
    }

    private void successor(OffsetAndMetadata committed) {
        assembly = newAssembly();
        progress = new Progress(assembly);
        progress.takenOver(PARTITION, committed);
        offset = committed.offset();
    }

    /** Waits, as a consumer does that reads nothing. */
    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private Map<TopicPartition, OffsetAndMetadata> due() {
        return progress.due(Set.of(PARTITION));
    }

    private void process(List<SampleRecord> records) {
        records.forEach(record -> record.into(assembly, 0, offset++));
        progress.processedUpTo(PARTITION, offset);
    }
}
