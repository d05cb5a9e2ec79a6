package dev.e2e.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final String ID = "0192f0c1-7a3b-7c4d-8e5f-000000000001";
    private static final Instant END = SampleSnapshot.COLLECTED_AT;

    @Test
    void aVerifiedSnapshotIsOneLineWithTheLargestKindsFirst() {
        Outcome.Verified verified = verified(
                21, Message.Status.COMPLETE, List.of(), Map.of("Node", 12L, "Pod", 9_876L, "Job", 0L, "Ingress", 12L));

        assertThat(Report.line(verified, END.plusMillis(1_340)))
                .isEqualTo("snapshot " + ID
                        + " verified: 21 chunks, 9,876 Pod, 12 Ingress, 12 Node, 1,340 ms after collection");
    }

    @Test
    void aPartialSnapshotSaysWhatIsMissing() {
        Outcome.Verified verified = verified(
                1,
                Message.Status.PARTIAL,
                List.of(
                        new CollectionError("Secret", 403, "secrets is\nforbidden"),
                        new CollectionError("Job", 0, "slow")),
                Map.of("Pod", 1L));

        assertThat(Report.line(verified, END))
                .isEqualTo("snapshot " + ID + " verified (partial: Secret 403 secrets is?forbidden; Job 0 slow):"
                        + " 1 chunk, 1 Pod, 0 ms after collection");
    }

    @Test
    void anEmptyClusterAndAClockAheadMakeNoStrangeLine() {
        Outcome.Verified verified = verified(0, Message.Status.COMPLETE, List.of(), Map.of("Pod", 0L));

        assertThat(Report.line(verified, END.minusMillis(50)))
                .isEqualTo("snapshot " + ID + " verified: 0 chunks, no objects, 0 ms after collection");
    }

    @Test
    void outcomesAreCountedAndTheLastVerifiedIsKept() {
        Statistics statistics = new Statistics();
        Report report = new Report(statistics, Clock.fixed(END.plusMillis(340), ZoneOffset.UTC));
        SnapshotKey key = new SnapshotKey(0, "cluster-a", ID);

        report.ended(new Outcome.Incomplete(key, List.of("record 1 is missing")));
        report.ended(new Outcome.Failed(key, List.of("chunks: expected 1, found 2")));
        report.ended(verified(2, Message.Status.PARTIAL, List.of(), Map.of("Pod", 40L, "Node", 3L)));
        report.versionOne(new Message.VersionOne(Map.of("pods", 1)));
        statistics.duplicate();
        statistics.deadLetter();
        Condition condition = new Condition(() -> {});
        StatusDocument status = new StatusDocument(condition, statistics);
        assertThat(status.text()).startsWith("{\"ready\":false,\"last_verified\"");
        condition.joined();
        statistics.lag(Optional.of(new Lag.Sample(7, OptionalLong.of(1_500))));

        assertThat(status.text())
                .isEqualTo("{\"ready\":true,\"lag\":7,\"lag_seconds\":1.5,\"last_verified\":{\"snapshot_id\":\"" + ID
                        + "\",\"cluster_id\":\"cluster-a\",\"status\":\"partial\",\"chunks\":2,\"objects\":43,"
                        + "\"kinds\":{\"Node\":3,\"Pod\":40},\"verified_at\":\"2026-01-02T03:04:06.018Z\"},"
                        + "\"verified\":1,\"incomplete\":1,\"failed\":1,\"version_1\":1,\"duplicates\":1,"
                        + "\"dead_letters\":1,\"open\":0}");
    }

    private static Outcome.Verified verified(
            long chunks, Message.Status status, List<CollectionError> errors, Map<String, Long> objects) {
        RecordId id = new RecordId("cluster-a", ID, 1);
        return new Outcome.Verified(
                new SnapshotKey(0, "cluster-a", ID),
                new Message.End(id, END, status, chunks, Map.of(), errors),
                objects);
    }
}
