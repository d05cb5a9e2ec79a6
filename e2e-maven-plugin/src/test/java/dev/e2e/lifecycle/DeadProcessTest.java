package dev.e2e.lifecycle;

import static dev.e2e.lifecycle.Sets.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.lifecycle.StatusReport.State;
import dev.e2e.lifecycle.StopReport.Result;
import dev.e2e.process.Children;
import dev.e2e.process.StopRules;
import dev.e2e.process.StopRules.EarlyExit;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes that were ready and end by themselves while tests run. */
class DeadProcessTest {
    @RegisterExtension
    final Children children = new Children();

    private Sets sets;

    @BeforeEach
    void open() {
        sets = new Sets(children);
    }

    @ParameterizedTest
    @EnumSource
    void isToldByStatusAndByStopWithItsExitCodeAndItsLastLines(EarlyExit earlyExit) throws Exception {
        long pid = startAndEnd("echo the books are on fire >&2; exit 7", earlyExit);

        for (int look = 0; look < 2; look++) {
            StatusReport.Entry seen = sets.look();
            assertThat(seen.state()).isEqualTo(State.STALE);
            assertThat(seen.reason()).contains("PID " + pid + " exited with 7").contains("mvn e2e:stop");
            assertThat(seen.ended().exit().code()).isEqualTo(7);
            assertThat(seen.ended().lastLines()).endsWith("the books are on fire");
        }
        StopReport report = sets.stop(ORDERS);
        assertThat(report.results().get(ORDERS)).isInstanceOf(Result.Died.class);
        assertThat(report.lines()).singleElement().asString().contains("PID " + pid + " exited with 7");
        if (earlyExit == EarlyExit.FAILS) {
            assertThat(report.problems())
                    .singleElement()
                    .asString()
                    .contains("Process 'orders' (PID " + pid + ") exited with 7")
                    .contains("before it was stopped, so the tests ran without it")
                    .contains("<ignoreExit>true</ignoreExit>")
                    .contains(sets.file("log").toString())
                    .endsWith("| the books are on fire");
        } else {
            assertThat(report.problems()).isEmpty();
        }

        assertThat(sets.stopOrders()).isEqualTo(new Result.NotRunning()); // told once
        assertThat(sets.look().state()).isEqualTo(State.STOPPED);
    }

    @Test
    void aSignalThatKilledItIsNamed() throws Exception {
        long pid = startAndEnd("kill -SEGV $$; sleep 60", EarlyExit.FAILS);

        assertThat(sets.look().reason()).contains("PID " + pid + " was killed by signal 11");
        assertThat(sets.stop(ORDERS).problems()).singleElement().asString().contains("was killed by signal 11");
    }

    @Test
    void whatItLeavesRunningIsToldAndStopped() throws Exception {
        startAndEnd("setsid sleep 60 & echo $! > left; exit 7", EarlyExit.FAILS);
        long left = Long.parseLong(children.awaitFile("left"));

        assertThat(sets.look().reason()).contains("exited with 7").contains("live on: PIDs [" + left + "]");
        assertThat(sets.stop(ORDERS).problems()).singleElement().asString().contains("exited with 7");
        assertThat(children.alive(left)).isFalse();
    }

    @Test
    void theNextStartClearsItAwayAndSucceeds() throws Exception {
        startAndEnd("exit 7", EarlyExit.FAILS);

        long pid = sets.startOrders(sets.orders(Sets.READY_AND_STAY));

        assertThat(sets.progress.lines).anyMatch(line -> line.contains("exited with 7"));
        assertThat(sets.look().pid()).isEqualTo(pid);
        assertThat(sets.stopOrders()).isInstanceOf(Result.Stopped.class);
    }

    private long startAndEnd(String end, EarlyExit earlyExit) throws Exception {
        long pid = sets.startOrders(sets.orders("echo READY; while [ ! -e end ]; do sleep 0.01; done; " + end)
                .stop(new StopRules(Duration.ofSeconds(10), "TERM", List.of(), children.directory(), earlyExit)));
        Files.createFile(children.directory().resolve("end"));
        Awaitility.await().until(() -> sets.store().exit(ORDERS).isPresent());
        return pid;
    }
}
