package dev.e2e.lifecycle;

import static dev.e2e.lifecycle.Sets.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.e2e.lifecycle.StatusReport.State;
import dev.e2e.lifecycle.StopReport.Result;
import dev.e2e.process.Children;
import dev.e2e.process.ProcessFacts;
import dev.e2e.process.ProcessFailureException;
import dev.e2e.process.ProcessState;
import dev.e2e.process.StopRules;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Processes that do not want to be stopped, or cannot be recognised at a glance. */
class StubbornProcessesTest {
    /** A program that writes its title over its arguments and its environment, as some daemons do. */
    private static final String OVERWRITE_ENVIRONMENT =
            "exec perl -e '$0 = \"x\" x 100000; $| = 1; print \"READY\\n\"; sleep 60'";

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
    void aTreeOfAllTheirTricksIsGoneAfterItsGrace() throws Exception {
        sets.startOrders(sets.orders("trap '' TERM HUP INT;"
                        + " sh -c 'trap \"\" TERM; echo $$ > child; while :; do sleep 0.05; done' &"
                        + " setsid sh -c 'trap \"\" TERM; echo $$ > session; while :; do sleep 0.05; done' &"
                        + " setsid env -i sh -c 'echo $$ > stranger; exec /bin/sleep 60' &"
                        + " sh -c 'kill -STOP $$' &"
                        + " while [ ! -s child ] || [ ! -s session ] || [ ! -s stranger ]; do sleep 0.01; done;"
                        + " echo READY; while :; do sleep 0.05; done")
                .stop(StopRules.of(Duration.ofMillis(300), children.directory())));
        List<Long> tricksters = List.of(pidIn("child"), pidIn("session"), pidIn("stranger"));

        assertThat(sets.stopOrders()).isInstanceOf(Result.Killed.class);

        assertThat(tricksters).noneMatch(children::alive);
        assertThat(children.running()).isEmpty();
    }

    @Test
    void aGrandchildWithoutGroupAndTokenIsStoppedAsLongAsItsParentIsOurs() throws Exception {
        sets.startOrders(sets.orders("setsid env -i sh -c 'echo $$ > stranger; exec /bin/sleep 60' & "
                + "while [ ! -s stranger ]; do sleep 0.01; done; echo READY; wait"));
        long stranger = pidIn("stranger");
        assertThat(children.table().environment(stranger)).doesNotContainKey("E2E_TOKEN");

        assertThat(sets.stopOrders()).isInstanceOf(Result.Stopped.class);
        assertThat(children.alive(stranger)).isFalse();
    }

    @Test
    void itIsKilledThoughTheParentThatProvedItHasGoneByItself() throws Exception {
        sets.startOrders(sets.orders("setsid env -i sh -c 'trap \"\" TERM; echo $$ > stranger; exec /bin/sleep 60' & "
                        + "while [ ! -s stranger ]; do sleep 0.01; done; echo READY; wait")
                .stop(StopRules.of(Duration.ofMillis(300), children.directory())));

        assertThat(sets.stopOrders()).isInstanceOf(Result.Killed.class);
        assertThat(children.running()).isEmpty();
    }

    @Test
    void aChildThatIgnoresTermIsKilledThoughItsLeaderHasGoneByItself() throws Exception {
        sets.startOrders(sets.orders("sh -c 'trap \"\" TERM; echo $$ > child; while :; do sleep 0.05; done' & "
                        + "while [ ! -s child ]; do sleep 0.01; done; echo READY; wait")
                .stop(StopRules.of(Duration.ofMillis(300), children.directory())));

        assertThat(sets.stopOrders()).isInstanceOf(Result.Killed.class);
        assertThat(children.alive(pidIn("child"))).isFalse();
    }

    @Test
    void aZombieThatNobodyReapsKeepsNoStopWaiting() throws Exception {
        // The token's bearer is the child of a stranger that never reaps it.
        sets.startOrders(sets.orders(Sets.READY_AND_STAY));
        children.bystander("E2E_TOKEN=%s sh -c 'echo $$ > bearer; exec sleep 60' & exec sleep 60".formatted(token()));
        long bearer = pidIn("bearer");

        assertThat(sets.stopOrders()).isInstanceOf(Result.Stopped.class);

        assertThat(children.table().find(bearer)).map(ProcessFacts::state).hasValue('Z');
    }

    @Test
    void aLeaderThatIsAZombieSinceItsKeeperIsSuspendedDoesNotRun() throws Exception {
        long pid = sets.startOrders(sets.orders(Sets.READY_AND_STAY));
        long keeper = children.table().find(pid).orElseThrow().parent();
        run("kill -STOP " + keeper);
        awaitState(keeper, 'T');
        run("kill -KILL " + pid);
        awaitState(pid, 'Z');

        assertThat(sets.look().state()).isEqualTo(State.STALE);
        assertThat(sets.stopOrders()).isInstanceOf(Result.Died.class);
        assertThat(children.table().find(keeper)).isEmpty();
    }

    @Test
    void aDaemonThatIsLeftByACommandThatExitsIsEndedAndTheStartFails() {
        assertThatThrownBy(() -> sets.start(sets.orders("setsid sh -c 'echo $$ > daemon; exec sleep 60' & "
                                + "while [ ! -s daemon ]; do sleep 0.01; done; echo gone to the background; exit 0")
                        .build()))
                .isInstanceOf(ProcessFailureException.class)
                .hasMessageContaining("Process 'orders' exited with 0 before it was ready")
                .hasMessageContaining("left others running (PIDs ")
                .hasMessageContaining("run it in the foreground")
                .hasMessageContaining("| gone to the background");
        assertThat(children.alive(pidIn("daemon"))).isFalse();
        assertThat(children.directory().toFile().list()).containsExactlyInAnyOrder("daemon", "e2e-orders-bg.log");
    }

    @Test
    void aProcessThatOverwroteItsEnvironmentIsProvedByItsKeeper() throws Exception {
        long pid = sets.startOrders(sets.orders(OVERWRITE_ENVIRONMENT));
        assertThat(children.table().environment(pid)).doesNotContainKey("E2E_TOKEN");

        assertThat(sets.look().state()).isEqualTo(State.RUNNING);
        assertThat(sets.stopOrders()).isInstanceOf(Result.Stopped.class);
        assertThat(children.alive(pid)).isFalse();
    }

    @Test
    void aProcessThatOverwroteItsEnvironmentAndLostItsKeeperIsReportedAndLeftAlone() throws Exception {
        long pid = sets.startOrders(sets.orders(OVERWRITE_ENVIRONMENT));
        killTheKeeperOf(pid);

        assertThat(sets.look().state()).isEqualTo(State.UNVERIFIABLE);
        StopReport report = sets.stop(ORDERS);
        assertThat(report.results().get(ORDERS)).isInstanceOf(Result.LeftAlone.class);
        assertThat(report.problems()).singleElement().asString().contains("ps -fp " + pid);
        assertThat(children.alive(pid)).isTrue();

        run("kill -KILL " + pid);
        Awaitility.await().until(() -> !children.alive(pid));
        assertThat(sets.stopOrders()).isInstanceOf(Result.Died.class);
    }

    @Test
    void aProcessWhoseKeeperWasKilledIsStillOurs() throws Exception {
        long pid = sets.startOrders(sets.orders(Sets.READY_AND_STAY));
        killTheKeeperOf(pid);

        assertThat(sets.look().state()).isEqualTo(State.RUNNING);
        assertThat(sets.stopOrders()).isInstanceOf(Result.Stopped.class);
        assertThat(children.alive(pid)).isFalse();
    }

    @Test
    void ofAProcessWhoseKeeperWasKilledNobodyKnowsTheExitCode() throws Exception {
        long pid = sets.startOrders(sets.orders("echo READY; while [ ! -e end ]; do sleep 0.01; done; exit 7"));
        killTheKeeperOf(pid);
        Files.createFile(children.directory().resolve("end"));
        Awaitility.await().until(() -> !children.alive(pid));

        assertThat(sets.look().reason()).contains("PID " + pid + " ended, with an exit code that nobody saw");
        assertThat(sets.stop(ORDERS).problems())
                .singleElement()
                .asString()
                .contains("Process 'orders' (PID " + pid + ") ended, with an exit code that nobody saw");
    }

    private void killTheKeeperOf(long pid) throws Exception {
        long keeper = children.table().find(pid).orElseThrow().parent();
        assertThat(children.table().commandLine(keeper)).contains("e2e-keeper");
        run("kill -KILL " + keeper);
        Awaitility.await().until(() -> !children.alive(keeper));
        assertThat(children.alive(pid)).isTrue();
    }

    private void awaitState(long pid, char state) {
        Awaitility.await()
                .until(() -> children.table()
                        .find(pid)
                        .filter(facts -> facts.state() == state)
                        .isPresent());
    }

    private String token() throws Exception {
        ProcessState state = sets.store().examine(ORDERS).knownState().orElseThrow();
        return state.token();
    }

    private long pidIn(String file) {
        return Long.parseLong(children.awaitFile(file));
    }

    private static void run(String script) throws Exception {
        assertThat(new ProcessBuilder("sh", "-c", script).start().waitFor()).isZero();
    }
}
