package dev.e2e.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AssemblyTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private final List<Outcome> outcomes = new ArrayList<>();
    private Assembly assembly = new Assembly(Limits.within(TIMEOUT), () -> 0, outcomes::add);
    private long offset = 100;

    @Test
    void aWholeSnapshotIsVerified() {
        SampleSnapshot snapshot = SampleSnapshot.small("cluster-a").empty("Node");

        feed(snapshot.records());

        assertThat(outcomes).singleElement().isInstanceOfSatisfying(Outcome.Verified.class, verified -> {
            assertThat(verified.key()).isEqualTo(new SnapshotKey(0, "cluster-a", snapshot.id()));
            assertThat(verified.objects()).isEqualTo(Map.of("Pod", 3L, "Namespace", 2L, "Node", 0L));
            assertThat(verified.end().chunks()).isEqualTo(3);
        });
        assertThat(assembly.openSnapshots()).isZero();
    }

    @Test
    void aSnapshotWithoutAnyObjectIsVerified() {
        feed(SampleSnapshot.of("cluster-a").empty("Pod").records());

        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Verified.class);
    }

    @Test
    void aPartialSnapshotIsVerifiedByWhatItSaysItSent() {
        feed(SampleSnapshot.small("cluster-a").error("Secret", 403, "forbidden").records());

        assertThat(outcomes).singleElement().isInstanceOfSatisfying(Outcome.Verified.class, verified -> {
            assertThat(verified.end().status()).isEqualTo(Message.Status.PARTIAL);
            assertThat(verified.end().errors()).containsExactly(new CollectionError("Secret", 403, "forbidden"));
        });
    }

    @Test
    void whatWasDiscardedCountsNoMore() {
        feed(SampleSnapshot.of("cluster-a")
                .chunk("Pod", 2)
                .chunk("Namespace", 2)
                .discard("Pod")
                .chunk("Pod", 1)
                .chunk("ConfigMap", 4)
                .discard("ConfigMap")
                .records());

        assertThat(outcomes).singleElement().isInstanceOfSatisfying(Outcome.Verified.class, verified -> {
            assertThat(verified.objects()).isEqualTo(Map.of("Pod", 1L, "Namespace", 2L, "ConfigMap", 0L));
            assertThat(verified.end().chunks()).isEqualTo(4);
        });
    }

    @Test
    void aDiscardThatIsMissingIsAGapAndTheCountsDisagree() {
        List<SampleRecord> records = SampleSnapshot.of("cluster-a")
                .chunk("Pod", 2)
                .discard("Pod")
                .chunk("Pod", 1)
                .records();

        feed(List.of(records.get(0), records.get(1), records.get(3), records.get(4)));

        assertThat(incomplete()).startsWith("record 2 is missing", "Pod count: expected 1, found 3");
    }

    @Test
    void gapsAreNamed() {
        SampleSnapshot snapshot = SampleSnapshot.of("cluster-a");
        for (int i = 0; i < 5; i++) {
            snapshot.chunk("Pod", 1);
        }
        List<SampleRecord> records = snapshot.records();

        feed(List.of(records.get(0), records.get(2), records.get(5), records.get(6)));

        assertThat(incomplete())
                .startsWith("record 1 is missing", "records 3 to 4 are missing", "chunks: expected 5, found 2")
                .contains("Pod count: expected 5, found 2", "Pod chunks: expected 5, found 2");
    }

    @Test
    void aMissingRecordBeforeTheEndIsAGapToo() {
        List<SampleRecord> records = SampleSnapshot.small("cluster-a").records();

        feed(List.of(records.get(0), records.get(1), records.get(2), records.get(4)));

        assertThat(incomplete()).first().isEqualTo("record 3 is missing");
    }

    @Test
    void duplicatesAreDroppedWhileOpenAndAfterTheEnd() {
        List<SampleRecord> records = SampleSnapshot.small("cluster-a").records();

        assertThat(feed(records.get(0))).isEqualTo(Disposition.TAKEN);
        assertThat(feed(records.get(0))).isEqualTo(Disposition.DUPLICATE);
        assertThat(feed(records.get(1))).isEqualTo(Disposition.TAKEN);
        assertThat(feed(records.get(1))).isEqualTo(Disposition.DUPLICATE);
        feed(records.subList(2, records.size()));
        for (SampleRecord record : records) {
            assertThat(feed(record)).isEqualTo(Disposition.DUPLICATE);
        }

        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Verified.class);
    }

    @Test
    void onlyTheLastFinishedSnapshotsAreRemembered() {
        assembly = new Assembly(new Limits(10, 10, 2, TIMEOUT), () -> 0, outcomes::add);
        List<List<SampleRecord>> snapshots = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            snapshots.add(SampleSnapshot.small("cluster-a").records());
            feed(snapshots.get(i));
        }

        assertThat(feed(snapshots.get(2).get(0))).isEqualTo(Disposition.DUPLICATE);
        assertThat(feed(snapshots.get(1).get(0))).isEqualTo(Disposition.DUPLICATE);
        assertThat(feed(snapshots.get(0).get(0))).isEqualTo(Disposition.TAKEN);
    }

    @Test
    void aWrongCountIsSaidExactly() {
        List<SampleRecord> records = SampleSnapshot.small("cluster-a").records();

        feed(records.subList(0, 4));
        feed(records.get(4).replacing("\"Pod\":{\"count\":3", "\"Pod\":{\"count\":1234"));

        assertThat(failed()).containsExactly("Pod count: expected 1,234, found 3");
    }

    @Test
    void aWrongNumberOfChunksIsSaidExactly() {
        List<SampleRecord> records = SampleSnapshot.small("cluster-a").records();

        feed(records.subList(0, 4));
        feed(records.get(4).replacing("\"status\":\"complete\",\"chunks\":3", "\"status\":\"complete\",\"chunks\":4"));

        assertThat(failed()).containsExactly("chunks: expected 4, found 3");
    }

    @Test
    void aChangedByteIsSeenByItsHash() {
        List<SampleRecord> records = SampleSnapshot.small("cluster-a").records();

        feed(records.get(0));
        feed(records.get(1));
        feed(records.get(2).replacing("Running", "Pending"));
        feed(records.subList(3, 5));

        assertThat(failed())
                .singleElement()
                .asString()
                .matches("Pod sha256: expected [0-9a-f]{64}, found [0-9a-f]{64}");
    }

    @Test
    void aKindThatTheEndDoesNotNameIsADifference() {
        SampleSnapshot snapshot = SampleSnapshot.of("cluster-a").chunk("Pod", 1);
        List<SampleRecord> records = snapshot.records();

        feed(records.subList(0, 2));
        feed(records.get(2).replacing("\"Pod\":{", "\"Node\":{"));

        assertThat(failed())
                .startsWith("Node count: expected 1, found 0", "Node chunks: expected 1, found 0")
                .contains("Pod: expected nothing, found 1 in 1 chunks");
    }

    @Test
    void snapshotsOfSeveralClustersAndCollectorsInterleave() {
        List<List<SampleRecord>> snapshots = List.of(
                SampleSnapshot.small("cluster-a").records(),
                SampleSnapshot.small("cluster-a").records(),
                SampleSnapshot.small("cluster-b").records());

        for (int i = 0; i < 5; i++) {
            for (List<SampleRecord> records : snapshots) {
                feed(records.get(i));
            }
        }

        assertThat(outcomes).hasSize(3).allMatch(Outcome.Verified.class::isInstance);
    }

    @Test
    void readingThatStartsInTheMiddleIsReportedOnce() {
        List<SampleRecord> records = SampleSnapshot.small("cluster-a").records();

        assertThat(feed(records.get(2))).isEqualTo(Disposition.LEFTOVER);
        assertThat(feed(records.get(3))).isEqualTo(Disposition.LEFTOVER);
        assertThat(feed(records.get(3))).isEqualTo(Disposition.DUPLICATE);
        assertThat(feed(records.get(4))).isEqualTo(Disposition.LEFTOVER);

        assertThat(incomplete()).containsExactly("reading met it at record 2, without its begin");
        assertThat(assembly.openSnapshots()).isZero();
    }

    @Test
    void tooManyOpenSnapshotsCostTheOldest() {
        assembly = new Assembly(new Limits(2, 100, 10, TIMEOUT), () -> 0, outcomes::add);
        SampleSnapshot oldest = SampleSnapshot.small("cluster-a");
        feed(oldest.records().get(0));
        List<SampleRecord> second = SampleSnapshot.small("cluster-b").records();
        feed(second.get(0));
        feed(SampleSnapshot.small("cluster-c").records().get(0));

        assertThat(outcomes)
                .singleElement()
                .extracting(outcome -> outcome.key().snapshotId())
                .isEqualTo(oldest.id());
        assertThat(incomplete()).containsExactly("too many snapshots are open at a time, and it is the oldest");

        feed(second.subList(1, 5));
        assertThat(outcomes).last().isInstanceOf(Outcome.Verified.class);
    }

    @Test
    void aFloodOfKindsIsBoundedToo() {
        assembly = new Assembly(new Limits(10, 2, 10, TIMEOUT), () -> 0, outcomes::add);
        List<SampleRecord> records = SampleSnapshot.of("cluster-a")
                .chunk("Pod", 1)
                .chunk("Namespace", 1)
                .chunk("ConfigMap", 1)
                .records();

        feed(records);

        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Incomplete.class);
        feed(SampleSnapshot.small("cluster-a").records());
        assertThat(outcomes).last().as("the room is free again").isInstanceOf(Outcome.Verified.class);
    }

    @Test
    void anUnreadableChunkFailsTheSnapshotAtItsEnd() {
        List<SampleRecord> records = SampleSnapshot.small("cluster-a").records();

        feed(records.subList(0, 2));
        unreadable(records.get(2), "bad JSON");
        unreadable(records.get(2), "bad JSON");
        feed(records.get(3));
        assertThat(outcomes).isEmpty();
        feed(records.get(4));

        assertThat(failed())
                .startsWith("record 2 could not be read (bad JSON)", "chunks: expected 3, found 2")
                .contains("Pod count: expected 3, found 2")
                .doesNotHaveDuplicates();
    }

    @Test
    void anUnreadableBeginStillOpensTheSnapshot() {
        List<SampleRecord> records = SampleSnapshot.small("cluster-a").records();

        unreadable(records.get(0), "bad JSON");
        feed(records.subList(1, 5));

        assertThat(failed()).containsExactly("record 0 could not be read (bad JSON)");
    }

    @Test
    void anUnreadableEndIsTheEnd() {
        List<SampleRecord> records = SampleSnapshot.small("cluster-a").records();

        feed(records.subList(0, 4));
        unreadable(records.get(4), "bad JSON");

        assertThat(failed()).containsExactly("record 4 could not be read (bad JSON)");
        assertThat(assembly.openSnapshots()).isZero();
    }

    @Test
    void anUnreadableRecordOfAnUnknownSnapshotIsItsMiddle() {
        unreadable(SampleSnapshot.small("cluster-a").records().get(3), "bad JSON");

        assertThat(incomplete()).containsExactly("reading met it at record 3, without its begin");
    }

    @Test
    void manyTroublesAreToldInPart() {
        SampleSnapshot snapshot = SampleSnapshot.of("cluster-a");
        for (int i = 0; i < 40; i++) {
            snapshot.chunk("Pod", 1);
        }
        List<SampleRecord> records = snapshot.records();
        for (int i = 0; i <= 40; i += 2) {
            feed(records.get(i));
        }
        feed(records.get(41));

        assertThat(incomplete()).hasSize(11).last().isEqualTo("and 14 more");
    }

    @Test
    void theOldestBeginOfAPartitionIsKnownUntilItsSnapshotEnds() {
        List<SampleRecord> first = SampleSnapshot.small("cluster-a").records();
        List<SampleRecord> second = SampleSnapshot.small("cluster-b").records();
        feed(first.get(0)); // 100
        feed(second.get(0)); // 101

        assertThat(assembly.oldestBegin(0)).hasValue(100);
        assertThat(assembly.oldestBegin(1)).isEmpty();
        feed(first.subList(1, 5));
        assertThat(assembly.oldestBegin(0)).hasValue(101);
        feed(second.subList(1, 5));
        assertThat(assembly.oldestBegin(0)).isEmpty();
    }

    @Test
    void whatIsOpenOnALostPartitionIsForgottenWithoutAWord() {
        List<SampleRecord> lost = SampleSnapshot.small("cluster-a").records();
        List<SampleRecord> kept = SampleSnapshot.small("cluster-b").records();
        accept(0, lost.get(0));
        accept(1, kept.get(0));

        assembly.forget(0);

        assertThat(assembly.openSnapshots()).isEqualTo(1);
        assertThat(outcomes).isEmpty();
        for (SampleRecord record : lost) {
            accept(0, record);
        }
        assertThat(outcomes).as("read again from its begin").singleElement().isInstanceOf(Outcome.Verified.class);
    }

    private Disposition feed(SampleRecord record) {
        return accept(0, record);
    }

    private void feed(List<SampleRecord> records) {
        records.forEach(this::feed);
    }

    private Disposition accept(int partition, SampleRecord record) {
        return record.into(assembly, partition, offset++);
    }

    private void unreadable(SampleRecord record, String reason) {
        var read = record.at(0, offset++);
        assembly.unreadable(
                Place.of(read),
                new EnvelopeReader().read(read.headers()).claim().orElseThrow(),
                reason);
    }

    private List<String> incomplete() {
        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Incomplete.class);
        return ((Outcome.Incomplete) outcomes.get(0)).reasons();
    }

    private List<String> failed() {
        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) outcomes.get(0)).reasons();
    }
}
