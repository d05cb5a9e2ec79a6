package dev.e2e.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.e2e.process.Children;
import dev.e2e.process.LaunchSpec;
import dev.e2e.process.Launcher;
import dev.e2e.process.ProcessFailureException;
import dev.e2e.process.StopRules;
import dev.e2e.readiness.Readiness;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Processes that end by themselves, or in another way than most, and what is said of that. */
class EarlyExitTest {
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
    void aDeathAfterReadinessIsToldByStatusAndByStopAndFailsTheStop() throws Exception {
        sets.start(sets.orders("echo READY; while [ ! -e go ]; do sleep 0.02; done; echo no more money; exit 7")
                .build());
        Files.createFile(children.directory().resolve("go"));
        Awaitility.await().until(() -> sets.look().state() == StatusReport.State.STALE);

        StatusReport.Entry seen = sets.look();
        assertThat(seen.ended().exit().code()).isEqualTo(7);
        assertThat(seen.ended().lastLines()).containsExactly("READY", "no more money");

        StopReport report = sets.stop(Sets.ORDERS);
        assertThat(report.problems()).singleElement().asString().contains("exited with 7", "| no more money");
        assertThat(sets.file("pid")).doesNotExist();
        assertThat(sets.stop(Sets.ORDERS).problems()).isEmpty();
    }

    @Test
    void aDeathThatWasExpectedFailsNothing() throws Exception {
        sets.start(sets.orders("echo READY; while [ ! -e go ]; do sleep 0.02; done")
                .stop(new StopRules(
                        Duration.ofSeconds(5), "TERM", List.of(), children.directory(), StopRules.EarlyExit.IS_FINE))
                .build());
        Files.createFile(children.directory().resolve("go"));
        Awaitility.await().until(() -> sets.look().state() == StatusReport.State.STALE);

        StopReport report = sets.stop(Sets.ORDERS);

        assertThat(report.problems()).isEmpty();
        assertThat(report.lines()).singleElement().asString().contains("exited with 0");
    }

    @Test
    void whoseKeeperWasKilledIsStillOursAndNobodyKnowsItsExitCode() throws Exception {
        long pid = sets.startOrders(sets.orders(Sets.READY_AND_STAY));
        long keeper = children.table().find(pid).orElseThrow().parent();
        ProcessHandle.of(keeper).orElseThrow().destroyForcibly();
        Awaitility.await().until(() -> !children.alive(keeper));

        assertThat(sets.look().state()).isEqualTo(StatusReport.State.RUNNING);
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        Awaitility.await().until(() -> !children.alive(pid));

        assertThat(sets.stop(Sets.ORDERS).problems())
                .singleElement()
                .asString()
                .contains("ended, with an exit code that nobody saw");
    }

    @Test
    void aProcessThatOverwritesItsEnvironmentIsKnownByItsKeeper() throws Exception {
        assumeThat(Launcher.program("perl", System.getenv())).as("perl").isPresent();
        LaunchSpec launch = new LaunchSpec(
                List.of("perl", "-e", "$| = 1; $0 = 'x' x 100000; print qq(READY\n); sleep 60"),
                children.directory(),
                Map.of(),
                Map.of());
        long pid = Sets.pid(sets.start(sets.spec(Sets.ORDERS, launch, new Readiness.LogLine(Pattern.compile("READY")))
                        .build())
                .get(Sets.ORDERS));
        assertThat(children.table().environment(pid)).doesNotContainKey("E2E_TOKEN");

        assertThat(sets.look().state()).isEqualTo(StatusReport.State.RUNNING);
        assertThat(sets.stopOrders()).isInstanceOf(StopReport.Result.Stopped.class);
        assertThat(children.alive(pid)).isFalse();
    }

    @Test
    void aProcessThatForksADaemonAndExitsIsNotReadyAndItsDaemonGoes() {
        assertThatThrownBy(() -> sets.start(sets.orders(
                                "setsid sh -c 'echo $$ > daemon; exec sleep 60' & while [ ! -s daemon ]; do sleep 0.02; done; exit 0")
                        .build()))
                .isInstanceOf(ProcessFailureException.class)
                .hasMessageContaining("exited with 0 before it was ready")
                .hasMessageContaining("left others running")
                .hasMessageContaining("run it in the foreground");
        assertThat(children.alive(Long.parseLong(children.awaitFile("daemon")))).isFalse();
    }

    @Test
    void aDescendantThatClearedItsEnvironmentIsFoundThroughItsParent() throws Exception {
        sets.start(sets.orders(
                        "setsid sh -c 'env -i sleep 61 & echo $! > cleared; wait' & while [ ! -s cleared ]; do sleep 0.02; done; "
                                + Sets.READY_AND_STAY)
                .build());
        long cleared = Long.parseLong(children.awaitFile("cleared"));

        assertThat(sets.stopOrders()).isInstanceOf(StopReport.Result.Stopped.class);
        assertThat(children.alive(cleared)).isFalse();
    }

    @Test
    void aZombieIsNotAliveAndNobodyWaitsForIt() throws Exception {
        // The leader's parent is its keeper, which reaps; a child of a parent that never does stays a zombie.
        sets.start(sets.orders("sh -c 'exec 3>&1; (exit 0) & exec sleep 60' & " + Sets.READY_AND_STAY)
                .build());
        Awaitility.await()
                .until(() -> children.table().list().stream()
                        .anyMatch(facts ->
                                facts.state() == 'Z' && children.running().contains(facts.parent())));

        assertThat(sets.stopOrders()).isInstanceOf(StopReport.Result.Stopped.class);
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
