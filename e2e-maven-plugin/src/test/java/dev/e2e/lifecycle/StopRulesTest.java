package dev.e2e.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.e2e.process.Children;
import dev.e2e.process.LaunchSpec;
import dev.e2e.process.ProcessFailureException;
import dev.e2e.process.StopRules;
import dev.e2e.readiness.Readiness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A line that means failure, and what a process wants to be asked to end by. */
class StopRulesTest {
    @RegisterExtension
    final Children children = new Children();

    private Sets sets;

    @BeforeEach
    void open() {
        sets = new Sets(children);
    }

    @AfterEach
    void stopAll() throws Exception {
        sets.stopAll();
    }

    @Test
    void aLineThatMeansFailureEndsTheWaitAtOnce() {
        assertThatThrownBy(() -> sets.start(sets.orders("echo starting; echo FATAL: no licence; exec sleep 60")
                        .failOn(Pattern.compile("^FATAL"))
                        .startupTimeout(Duration.ofMinutes(5))
                        .build()))
                .isInstanceOf(ProcessFailureException.class)
                .hasMessageContaining("Process 'orders' will not be ready")
                .hasMessageContaining("FATAL: no licence");
        assertThat(sets.file("pid")).doesNotExist();
    }

    @Test
    void itsOwnSignalAsksItToEnd() throws Exception {
        sets.start(sets.orders(
                        "trap 'echo counted > counted; exit 0' USR1; trap '' TERM; echo READY; while :; do sleep 0.02; done")
                .stop(new StopRules(
                        Duration.ofSeconds(20), "USR1", List.of(), children.directory(), StopRules.EarlyExit.FAILS))
                .build());

        assertThat(sets.stopOrders()).isInstanceOf(StopReport.Result.Stopped.class);
        assertThat(children.awaitFile("counted")).isEqualTo("counted");
    }

    @Test
    void itsOwnCommandAsksItToEndInItsEnvironmentAndDirectory() throws Exception {
        LaunchSpec launch = new LaunchSpec(
                List.of("sh", "-c", "trap '' TERM; echo READY; while [ ! -e stop-$NAME ]; do sleep 0.02; done"),
                children.directory(),
                Map.of("NAME", "me"),
                Map.of());
        sets.start(sets.spec(Sets.ORDERS, launch, new Readiness.LogLine(Pattern.compile("READY")))
                .stop(commanded("echo stopping $NAME; touch stop-$NAME"))
                .build());

        assertThat(sets.stopOrders()).isInstanceOf(StopReport.Result.Stopped.class);
        assertThat(sets.file("log")).content().contains("stopping me");
    }

    @Test
    void aStopCommandThatFailsIsFollowedByTheSignal() throws Exception {
        sets.start(sets.orders(Sets.READY_AND_STAY)
                .stop(commanded("echo cannot; exit 1"))
                .build());

        assertThat(sets.stopOrders()).isInstanceOf(StopReport.Result.Stopped.class);
        assertThat(sets.file("log")).content().contains("cannot");
    }

    @Test
    void aStopCommandThatHangsIsEndedAndTheProcessIsKilledAfterItsGrace() throws Exception {
        sets.start(sets.orders(Sets.READY_AND_STAY)
                .stop(new StopRules(
                        Duration.ofMillis(300),
                        "TERM",
                        List.of("sh", "-c", "echo $$ > hangs; sleep 60"),
                        children.directory(),
                        StopRules.EarlyExit.FAILS))
                .build());

        assertThat(sets.stopOrders()).isInstanceOf(StopReport.Result.Killed.class);
        long hanging = Long.parseLong(children.awaitFile("hangs"));
        Awaitility.await().until(() -> !children.alive(hanging));
    }

    private StopRules commanded(String script) {
        return new StopRules(
                Duration.ofSeconds(20),
                "TERM",
                List.of("sh", "-c", script),
                children.directory(),
                StopRules.EarlyExit.FAILS);
    }
}
