package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class CycleLoopTest {
    private static final Duration INTERVAL = Duration.ofSeconds(60);

    private final FakeTime time = new FakeTime();
    private final List<Long> starts = new ArrayList<>();
    private final List<Long> skipped = new ArrayList<>();
    private final List<Long> pauses = new ArrayList<>();

    @Test
    void cyclesRunAtOnceAndThenOnTheBeatHoweverLongTheyTake() {
        run(sent(1000), sent(59_000), sent(17), sent(0));

        assertThat(starts).containsExactly(0L, 60_000L, 120_000L, 180_000L);
        assertThat(skipped).containsOnly(0L);
    }

    @Test
    void beatsDoNotDriftWhenTheClockWakesLate() {
        time.lateness = Duration.ofMillis(300);

        run(sent(500), sent(500), sent(500), sent(500));

        assertThat(starts).containsExactly(0L, 60_300L, 120_300L, 180_300L);
    }

    @Test
    void aCycleThatOverrunsSkipsTheBeatsThatPassed() {
        run(sent(150_000), sent(60_001), sent(10));

        assertThat(starts).containsExactly(0L, 180_000L, 300_000L);
        assertThat(skipped).containsExactly(2L, 1L, 0L);
    }

    @Test
    void aCycleThatEndsOnTheBeatSkipsNothing() {
        run(sent(60_000), sent(120_000), sent(10));

        assertThat(starts).containsExactly(0L, 60_000L, 180_000L);
        assertThat(skipped).containsExactly(0L, 1L, 0L);
    }

    @Test
    void untilTheFirstSuccessFailuresAreRepeatedWithGrowingPauses() {
        run(failed(0), failed(0), failed(0), failed(0), failed(0), failed(0), failed(0), failed(0), failed(0));

        assertThat(pauses).containsExactly(1000L, 2000L, 4000L, 8000L, 16_000L, 32_000L, 60_000L, 60_000L, 60_000L);
    }

    @Test
    void afterTheFirstSuccessTheBeatIsBackWhereItBeganAndFailuresWaitForIt() {
        run(failed(500), failed(500), sent(500), failed(500), sent(0));

        // 0.5 + 1 s pause, 0.5 + 2 s pause, then the beats that were counted from the start.
        assertThat(starts).containsExactly(0L, 1500L, 4000L, 60_000L, 120_000L);
        assertThat(skipped).containsOnly(0L);
    }

    @Test
    void pausesAreNoLongerThanAShortInterval() {
        runAt(Duration.ofMillis(200), failed(0), failed(0), sent(0), sent(0));

        assertThat(starts).containsExactly(0L, 200L, 400L, 600L);
    }

    private record Planned(CycleResult result, long millis) {}

    private static Planned sent(long millis) {
        SnapshotReport report = new SnapshotReport("id", 2, 0, 0, Duration.ZERO, Instant.EPOCH, List.of());
        return new Planned(new CycleResult.Sent(report), millis);
    }

    private static Planned failed(long millis) {
        return new Planned(new CycleResult.Failed("on purpose"), millis);
    }

    private void run(Planned... planned) {
        runAt(INTERVAL, planned);
    }

    private void runAt(Duration interval, Planned... planned) {
        Deque<Planned> cycles = new ArrayDeque<>(List.of(planned));
        CycleLoop loop = new CycleLoop(
                interval,
                time,
                () -> {
                    if (cycles.isEmpty()) {
                        throw new InterruptedException("the plan ends");
                    }
                    starts.add(time.now().toMillis());
                    Planned cycle = cycles.remove();
                    time.now = time.now.plusMillis(cycle.millis());
                    return cycle.result();
                },
                new CycleLoop.Listener() {
                    @Override
                    public void started() {}

                    @Override
                    public void ended(CycleResult result, Duration took, long skippedBeats, Duration pause) {
                        skipped.add(skippedBeats);
                        pauses.add(pause.toMillis());
                    }
                });
        assertThatThrownBy(loop::run).isInstanceOf(InterruptedException.class).hasMessage("the plan ends");
    }

    private static final class FakeTime implements CycleLoop.Time {
        private Duration now = Duration.ZERO;
        private Duration lateness = Duration.ZERO;

        @Override
        public Duration now() {
            return now;
        }

        @Override
        public void sleep(Duration duration) {
            now = now.plus(duration).plus(lateness);
        }
    }
}
