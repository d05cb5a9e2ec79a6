package dev.e2e.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.process.Children;
import dev.e2e.process.Existing;
import dev.e2e.process.ProcessState;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The system's clock is stepped between start and stop: all that was noted by it is off by that much. */
class ClockTest {
    @RegisterExtension
    final Children children = new Children();

    private Sets sets;

    @BeforeEach
    void open() {
        sets = new Sets(children);
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void aRunningProcessIsStillOursHasItsTrueAgeAndStops(long seconds) throws Exception {
        sets.startOrders(sets.orders(Sets.READY_AND_STAY));
        step(Duration.ofSeconds(seconds));

        StatusReport.Entry seen = sets.look();
        assertThat(seen.state()).isEqualTo(StatusReport.State.RUNNING);
        assertThat(seen.uptime()).isBetween(Duration.ZERO, Duration.ofMinutes(5));
        assertThat(sets.store().examine(Sets.ORDERS)).isInstanceOf(Existing.Running.class);
        assertThat(sets.stopOrders()).isInstanceOf(StopReport.Result.Stopped.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void aDeathIsToldWithItsExitCode(long seconds) throws Exception {
        sets.start(sets.orders("echo READY; while [ ! -e go ]; do sleep 0.02; done; exit 7")
                .build());
        step(Duration.ofSeconds(seconds));
        Files.createFile(children.directory().resolve("go"));
        Awaitility.await().until(() -> sets.look().state() == StatusReport.State.STALE);

        assertThat(sets.look().ended().how()).startsWith("exited with 7").doesNotContain("-");
        assertThat(sets.stop(Sets.ORDERS).problems()).singleElement().asString().contains("exited with 7");
    }

    /** To the files it makes no difference whether the clock was stepped now, or what was noted before is off. */
    private void step(Duration duration) throws Exception {
        ProcessState state = sets.store().examine(Sets.ORDERS).knownState().orElseThrow();
        String startedAt = "startedAt=" + state.startedAt();
        Instant other = state.startedAt().minus(duration);
        String text = Files.readString(sets.file("state"));
        assertThat(text).contains(startedAt);
        Files.writeString(sets.file("state"), text.replace(startedAt, "startedAt=" + other));
        for (String suffix : new String[] {"state", "pid", "log", "work"}) {
            Files.setLastModifiedTime(
                    sets.file(suffix), FileTime.from(Instant.now().minus(duration)));
        }
    }
}
