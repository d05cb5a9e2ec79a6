package dev.e2e.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeTry;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What holds of the assembly whatever comes in which order. */
class AssemblyPropertiesTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final TopicPartition PARTITION = new TopicPartition("cluster-info", 0);

    private final List<Outcome> outcomes = new ArrayList<>();
    private long nanos;
    private Assembly assembly = assembly();

    /** All tries of a property have one object. */
    @BeforeTry
    void beginAnew() {
        outcomes.clear();
        assembly = assembly();
    }

    @Property(tries = 200)
    void interleavedSnapshotsAreEachVerifiedOnce(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 12) Integer> chunks, @ForAll Random random) {
        List<SampleSnapshot> snapshots = new ArrayList<>();
        List<SampleRecord> log = interleaved(chunks, snapshots, random);

        take(log, 0);

        assertThat(verified()).containsExactlyInAnyOrderElementsOf(ids(snapshots));
        assertThat(outcomes).hasSameSizeAs(snapshots);
        assertThat(assembly.openSnapshots()).isZero();
    }

    @Property(tries = 200)
    void duplicatesAreDroppedAndCounted(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 8) Integer> chunks,
            @ForAll @IntRange(min = 1, max = 20) int duplicates,
            @ForAll Random random) {
        List<SampleSnapshot> snapshots = new ArrayList<>();
        List<SampleRecord> log = interleaved(chunks, snapshots, random);
        for (int i = 0; i < duplicates; i++) {
            int from = random.nextInt(log.size());
            log.add(from + 1 + random.nextInt(log.size() - from), log.get(from));
        }

        int dropped = take(log, 0);

        assertThat(dropped).isEqualTo(duplicates);
        assertThat(verified()).containsExactlyInAnyOrderElementsOf(ids(snapshots));
        assertThat(outcomes).hasSameSizeAs(snapshots);
    }

    @Property(tries = 200)
    void aSnapshotWithAGapIsNotVerified(
            @ForAll @IntRange(min = 1, max = 12) int chunks,
            @ForAll @IntRange(min = 1, max = 5) int lost,
            @ForAll Random random) {
        List<SampleRecord> log = new ArrayList<>(snapshot("cluster-a", chunks).records());
        for (int i = 0; i < Math.min(lost, chunks); i++) {
            log.remove(random.nextInt(log.size() - 1)); // whatever, but not the end
        }

        take(log, 0);

        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Incomplete.class);
        assertThat(assembly.openSnapshots()).isZero();
    }

    @Property(tries = 200)
    void twoRecordsThatChangedPlacesAreNotVerified(
            @ForAll @IntRange(min = 2, max = 12) int chunks, @ForAll Random random) {
        List<SampleRecord> log = new ArrayList<>(snapshot("cluster-a", chunks).records());
        int place = random.nextInt(log.size() - 1);
        log.add(place + 1, log.remove(place));

        take(log, 0);

        assertThat(verified()).isEmpty();
        assertThat(outcomes).hasSize(1);
    }

    @Property(tries = 200)
    void aChunkThatWasChangedOnTheWayIsNotVerified(
            @ForAll @IntRange(min = 1, max = 6) int chunks, @ForAll Random random) {
        List<SampleRecord> log = new ArrayList<>(snapshot("cluster-a", chunks).records());
        int place = 1 + random.nextInt(chunks);
        log.set(place, log.get(place).replacing("\"items\":", "\"items\": "));

        take(log, 0);

        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Failed.class);
    }

    @Property(tries = 200)
    void whereverAConsumerIsKilledItsSuccessorsVerifyTheRest(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 8) Integer> chunks,
            @ForAll @IntRange(max = 5) int kills,
            @ForAll Random random) {
        List<SampleSnapshot> snapshots = new ArrayList<>();
        List<SampleRecord> log = interleaved(chunks, snapshots, random);
        OffsetAndMetadata committed = new OffsetAndMetadata(0);

        for (int life = 0; life <= kills; life++) {
            assembly = assembly();
            Progress progress = new Progress(assembly);
            progress.takenOver(PARTITION, committed);
            int from = (int) committed.offset();
            int to = life == kills ? log.size() : from + random.nextInt(log.size() - from + 1);
            take(log.subList(from, to), from);
            progress.processedUpTo(PARTITION, to);
            Map<TopicPartition, OffsetAndMetadata> due = progress.due(Set.of(PARTITION));
            committed = due.getOrDefault(PARTITION, committed);
        }

        assertThat(verified()).containsExactlyInAnyOrderElementsOf(ids(snapshots));
        assertThat(outcomes).hasSameSizeAs(snapshots);
        assertThat(committed.offset()).isEqualTo(log.size());
    }

    /** Each consumer waits for a part of the time-out only, and is then killed. */
    @Property(tries = 200)
    void howeverShortConsumersLiveWhatNeverEndsIsGivenUpOnceAndTheRestVerifiedOnce(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 8) Integer> chunks,
            @ForAll @IntRange(min = 1, max = 3) int abandoned,
            @ForAll @IntRange(min = 1, max = 20) int secondsOfALife,
            @ForAll Random random) {
        List<SampleSnapshot> snapshots = new ArrayList<>();
        List<SampleRecord> log = interleaved(chunks, snapshots, random);
        for (int i = 0; i < abandoned; i++) {
            log.add(
                    random.nextInt(log.size() + 1),
                    SampleSnapshot.of("cluster-0").records().get(0));
        }
        OffsetAndMetadata committed = new OffsetAndMetadata(0);
        int waited = 0;

        while (waited < TIMEOUT.toSeconds() + secondsOfALife) {
            assembly = assembly();
            Progress progress = new Progress(assembly);
            progress.takenOver(PARTITION, committed);
            take(log.subList((int) committed.offset(), log.size()), committed.offset());
            progress.processedUpTo(PARTITION, log.size());
            nanos += Duration.ofSeconds(secondsOfALife).toNanos();
            waited += secondsOfALife;
            assembly.expire(new KnownLog(log.size(), log.size()));
            committed = progress.due(Set.of(PARTITION)).getOrDefault(PARTITION, committed);
        }

        assertThat(verified()).containsExactlyInAnyOrderElementsOf(ids(snapshots));
        assertThat(outcomes).hasSize(snapshots.size() + abandoned);
        assertThat(committed).isEqualTo(new OffsetAndMetadata(log.size()));
    }

    private Assembly assembly() {
        return new Assembly(Limits.within(TIMEOUT), () -> nanos, outcomes::add);
    }

    /** Takes records from an offset on; returns how many were dropped as duplicates. */
    private int take(List<SampleRecord> log, long offset) {
        int duplicates = 0;
        for (SampleRecord record : log) {
            if (record.into(assembly, 0, offset++) == Disposition.DUPLICATE) {
                duplicates++;
            }
        }
        return duplicates;
    }

    private List<String> verified() {
        return outcomes.stream()
                .filter(Outcome.Verified.class::isInstance)
                .map(outcome -> outcome.key().snapshotId())
                .toList();
    }

    private static List<String> ids(List<SampleSnapshot> snapshots) {
        return snapshots.stream().map(SampleSnapshot::id).toList();
    }

    private static SampleSnapshot snapshot(String cluster, int chunks) {
        SampleSnapshot snapshot = SampleSnapshot.of(cluster);
        IntStream.range(0, chunks).forEach(number -> snapshot.chunk(number % 3 == 2 ? "Namespace" : "Pod", number % 4));
        return snapshot;
    }

    /** Snapshots with so many chunks, at random in each other's midst, each in its own order. */
    private static List<SampleRecord> interleaved(List<Integer> chunks, List<SampleSnapshot> snapshots, Random random) {
        List<List<SampleRecord>> left = new ArrayList<>();
        for (int count : chunks) {
            SampleSnapshot snapshot = snapshot("cluster-" + random.nextInt(3), count);
            snapshots.add(snapshot);
            left.add(new ArrayList<>(snapshot.records()));
        }
        List<SampleRecord> log = new ArrayList<>();
        while (!left.isEmpty()) {
            List<SampleRecord> next = left.get(random.nextInt(left.size()));
            log.add(next.remove(0));
            left.removeIf(List::isEmpty);
        }
        return log;
    }
}
