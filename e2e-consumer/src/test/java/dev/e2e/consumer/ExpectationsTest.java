package dev.e2e.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** What snapshots that went through the assembly are held against. */
class ExpectationsTest {
    private final RecordReader reader = new RecordReader();
    private long offset;

    @Test
    void aSnapshotThatMeetsAllOfThemIsFound() throws Exception {
        Expectations expectations = expectations(Optional.empty(), "Pod>=3", "Namespace==2", "ConfigMap==0");
        SampleSnapshot snapshot = SampleSnapshot.small("cluster-a");

        take(expectations, snapshot.records());

        assertThat(expectations.met().orElseThrow().key().snapshotId()).isEqualTo(snapshot.id());
        assertThat(expectations.differences()).isEmpty();
    }

    @Test
    void whatIsDifferentIsSaidWithWhatWasFound() throws Exception {
        Expectations expectations = expectations(
                Optional.empty(),
                "Pod>=40",
                "Namespace==2",
                "ConfigMap>=1",
                "Secret>=1",
                "Pod/shop/1-1 phase==Pending",
                "Pod/shop/1-1 phase==Running",
                "Pod/shop/1-1 cpu_request>0.25",
                "Pod/shop/1-1 node>=1",
                "Pod/shop/9-9 phase==Running",
                "Pod/1-1 phase==Running",
                "Pod/shop/1-1 container_statuses==0",
                "Secret/shop/key type==x");

        take(
                expectations,
                SampleSnapshot.small("cluster-a")
                        .empty("ConfigMap")
                        .error("Secret", 403, "forbidden")
                        .records());

        assertThat(expectations.met()).isEmpty();
        assertThat(expectations.differences())
                .containsExactly(
                        "Pod>=40: found 3",
                        "ConfigMap>=1: found 0",
                        "Secret>=1: found 0, since the kind could not be read: 403 forbidden",
                        "Pod/shop/1-1 phase==Pending: found Running",
                        "Pod/shop/1-1 cpu_request>0.25: found 0.25",
                        "Pod/shop/1-1 node>=1: the object has no field 'node'",
                        "Pod/shop/9-9 phase==Running: there is no such object",
                        "Pod/1-1 phase==Running: there is no such object",
                        "Pod/shop/1-1 container_statuses==0: found a list",
                        "Secret/shop/key type==x: there is no such object, since the kind could not be read: 403"
                                + " forbidden");
    }

    @Test
    void aLaterSnapshotMayMeetThem() throws Exception {
        Expectations expectations = expectations(Optional.empty(), "Pod>=5", "Job>=1");

        take(expectations, SampleSnapshot.small("cluster-a").records());
        assertThat(expectations.differences())
                .containsExactly("Pod>=5: found 3", "Job>=1: found 0, and the kind was not collected");
        take(
                expectations,
                SampleSnapshot.of("cluster-b").chunk("Pod", 7).empty("Job").records());

        assertThat(expectations.differences()).containsExactly("Job>=1: found 0");
    }

    @Test
    void whatADiscardTookBackIsNotThere() throws Exception {
        Expectations expectations = expectations(
                Optional.empty(),
                "Pod/shop/1-1 phase==Running",
                "Pod/shop/4-0 phase==Running",
                "Namespace/2-0 phase==x");

        take(
                expectations,
                SampleSnapshot.of("cluster-a")
                        .chunk("Pod", 2)
                        .chunk("Namespace", 1)
                        .discard("Pod")
                        .chunk("Pod", 1)
                        .records());

        assertThat(expectations.differences())
                .containsExactly(
                        "Pod/shop/1-1 phase==Running: there is no such object", "Namespace/2-0 phase==x: found Active");
    }

    @Test
    void anOlderSnapshotDoesNotCount() throws Exception {
        Expectations same = expectations(Optional.of(SampleSnapshot.COLLECTED_AT), "Pod>=1");
        Expectations before = expectations(Optional.of(SampleSnapshot.COLLECTED_AT.minusMillis(1)), "Pod>=1");

        take(same, SampleSnapshot.small("cluster-a").records());
        take(before, SampleSnapshot.small("cluster-a").records());

        assertThat(before.met()).isPresent();
        assertThat(same.met()).isEmpty();
        assertThat(same.differences())
                .containsExactly("no snapshot was verified that was begun after 2026-01-02T03:04:05.678Z;"
                        + " of the older ones there are 1");
    }

    @Test
    void whatIsNotVerifiedDoesNotCount() throws Exception {
        Expectations expectations = expectations(Optional.empty(), "Pod>=1");
        List<SampleRecord> records = SampleSnapshot.small("cluster-a").records();

        take(expectations, List.of(records.get(0), records.get(1), records.get(3), records.get(4)));

        assertThat(expectations.met()).isEmpty();
        assertThat(expectations.differences()).containsExactly("no snapshot was verified");
    }

    private static Expectations expectations(Optional<Instant> after, String... texts) {
        return new Expectations(Stream.of(texts).map(Expectation::parse).toList(), after);
    }

    private void take(Expectations expectations, List<SampleRecord> records) throws UnreadableRecordException {
        Assembly assembly = new Assembly(Limits.within(Duration.ofMinutes(10)), System::nanoTime, expectations);
        for (SampleRecord record : records) {
            ConsumerRecord<byte[], byte[]> read = record.at(0, offset++);
            Message message = reader.read(read, new EnvelopeReader().read(read.headers()));
            assembly.accept(Place.of(read), (Message.SnapshotRecord) message, read.value());
        }
    }
}
