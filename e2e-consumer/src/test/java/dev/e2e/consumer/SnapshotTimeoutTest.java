package dev.e2e.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When a snapshot whose end does not come is given up. */
class SnapshotTimeoutTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // the clock may wrap around
    private final List<Outcome> outcomes = new ArrayList<>();
    private final Assembly assembly = new Assembly(Limits.within(TIMEOUT), nanos::get, outcomes::add);
    private final List<SampleRecord> records = SampleSnapshot.small("cluster-a").records();
    private long offset = 100;

    @Test
    void itTimesOut() {
        feed(0, 3);

        nanos.addAndGet(TIMEOUT.toNanos() - 1);
        assembly.expire(new KnownLog(103, 103));
        assertThat(outcomes).isEmpty();

        nanos.addAndGet(1);
        assembly.expire(new KnownLog(103, 103));
        assertThat(incomplete()).containsExactly("no end within 600 s of reading its begin");
        assertThat(assembly.openSnapshots()).isZero();

        assertThat(records.get(3).into(assembly, 0, offset++))
                .as("what comes late")
                .isEqualTo(Disposition.LEFTOVER);
        assertThat(outcomes).hasSize(1);
    }

    @Test
    void anEndThatWasWrittenInTimeIsReadBeforeTheWordIsSpoken() {
        feed(0, 3);
        nanos.addAndGet(TIMEOUT.toNanos());

        assembly.expire(new KnownLog(105, 103));
        assertThat(outcomes).isEmpty();
        feed(3, 5);

        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Verified.class);
    }

    @Test
    void whatIsWrittenLaterIsNotWaitedFor() {
        feed(0, 3);
        nanos.addAndGet(TIMEOUT.toNanos());

        assembly.expire(new KnownLog(105, 103));
        assembly.expire(new KnownLog(120, 104));
        assertThat(outcomes).isEmpty();
        assembly.expire(new KnownLog(120, 105));

        assertThat(incomplete()).hasSize(1);
    }

    @Test
    void aLeaderThatDoesNotAnswerIsAskedAgain() {
        feed(0, 3);
        nanos.addAndGet(TIMEOUT.toNanos());

        assembly.expire(new KnownLog(-1, 103));
        assertThat(outcomes).isEmpty();
        assembly.expire(new KnownLog(103, 103));

        assertThat(incomplete()).hasSize(1);
    }

    @Test
    void oneThatWasOpenedLaterHasItsOwnTime() {
        feed(0, 3);
        nanos.addAndGet(TIMEOUT.toNanos() / 2);
        SampleSnapshot later = SampleSnapshot.small("cluster-b");
        later.records().get(0).into(assembly, 0, offset++);

        nanos.addAndGet(TIMEOUT.toNanos() / 2);
        assembly.expire(new KnownLog(104, 104));

        assertThat(incomplete()).hasSize(1);
        assertThat(assembly.openSnapshots()).isEqualTo(1);
    }

    private void feed(int from, int to) {
        records.subList(from, to).forEach(record -> record.into(assembly, 0, offset++));
    }

    private List<String> incomplete() {
        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Incomplete.class);
        return ((Outcome.Incomplete) outcomes.get(0)).reasons();
    }
}
