package dev.e2e.lifecycle;

import static dev.e2e.lifecycle.Sets.DB;
import static dev.e2e.lifecycle.Sets.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.e2e.process.Children;
import dev.e2e.process.LaunchSpec;
import dev.e2e.process.LostLaunches;
import dev.e2e.process.ProcessFailureException;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessState;
import dev.e2e.readiness.Readiness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Restarts that are refused before anything is touched, and those that fail. */
class SetRestartFailuresTest {
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
    void oneThatIsNotReadyAgainTakesBackOnlyItselfAndKeepsItsLog() throws Exception {
        ProcessName other = new ProcessName("other");
        sets.start(
                sets.spec(DB, "[ -e broken ] && { echo no luck; exit 3; }; echo READY; exec sleep 60")
                        .build(),
                sets.orders(Sets.READY_AND_STAY).dependsOn(Set.of(DB)).build(),
                sets.spec(other, Sets.READY_AND_STAY).build());
        Files.createFile(children.directory().resolve("broken"));

        assertThatThrownBy(() -> sets.restart(DB, ORDERS, other))
                .isInstanceOf(ProcessFailureException.class)
                .hasMessageContaining("Process 'db' exited with 3 before it was ready")
                .hasMessageContaining("no luck")
                .hasMessageContaining("Process 'orders' was stopped and not started again, since 'db' failed")
                .hasMessageEndingWith(
                        "Stopped and not running again: db, orders; start with 'mvn e2e:start -De2e.processes=db,orders'");

        assertThat(sets.look(DB, ORDERS, other).processes())
                .extracting(StatusReport.Entry::state)
                .containsExactly(StatusReport.State.STOPPED, StatusReport.State.STOPPED, StatusReport.State.RUNNING);
        assertThat(sets.file(DB, "log")).hasContent("no luck");
    }

    @Test
    void whatDoesNotRunIsNamedAndNothingIsTouched() throws Exception {
        long pid = sets.startOrders(sets.orders(Sets.READY_AND_STAY));

        assertThatThrownBy(() -> sets.restart(ORDERS, DB))
                .hasMessage(
                        "Process 'db' cannot be restarted: it does not run; start it with 'mvn e2e:start -De2e.processes=db'");

        assertThat(children.alive(pid)).isTrue();
    }

    @Test
    void whatIsOfAnotherOrNobodyKnowsIsNamedAndNothingIsTouched() throws Exception {
        long pid = sets.startOrders(sets.orders(Sets.READY_AND_STAY));
        Process bystander = children.bystander("exec sleep 60");
        Files.writeString(sets.file(DB, "pid"), bystander.pid() + "\n");

        assertThatThrownBy(() -> sets.restart(ORDERS, DB))
                .hasMessageContaining("Process 'db' cannot be restarted: there is a PID file without a state file");

        assertThat(bystander.isAlive()).isTrue();
        assertThat(children.alive(pid)).isTrue();
    }

    @Test
    void oneThatAnOlderVersionLaunchedIsNamedAndRunsOn() throws Exception {
        long pid = sets.startOrders(sets.orders(Sets.READY_AND_STAY));
        Files.delete(sets.file("work").resolve(LaunchRecord.FILE));

        assertThatThrownBy(() -> sets.restart(ORDERS))
                .isInstanceOf(ProcessFailureException.class)
                .hasMessageContaining("Process 'orders' (PID %d) cannot be restarted".formatted(pid))
                .hasMessageContaining("an older version of this plugin")
                .hasMessageEndingWith(
                        "stop it with 'mvn e2e:stop -De2e.processes=orders' and start it with 'mvn e2e:start'");

        assertThat(children.alive(pid)).isTrue();
    }

    @Test
    void whatItRefersToIsLookedAtBeforeItIsStopped() throws Exception {
        Path directory = Files.createDirectory(children.directory().resolve("cwd"));
        long pid = sets.startOrders(sets.spec(
                ORDERS,
                new LaunchSpec(List.of("sh", "-c", "cd ..; " + Sets.READY_AND_STAY), directory, Map.of(), Map.of()),
                new Readiness.LogLine(Pattern.compile("^READY"))));
        Files.delete(directory);

        assertThatThrownBy(() -> sets.restart(ORDERS))
                .hasMessageContaining("the working directory")
                .hasMessageContaining("is missing");

        assertThat(children.alive(pid)).isTrue();
    }

    @Test
    void aLaunchThatASignalHitIsDoneOnceMore() throws Exception {
        long before = sets.startOrders(sets.orders(Sets.READY_AND_STAY));

        ProcessState after = restartWithLostLaunches(1).get(ORDERS).after();

        assertThat(Sets.pid(after)).isNotEqualTo(before);
        assertThat(sets.look().state()).isEqualTo(StatusReport.State.RUNNING);
        assertThat(sets.progress.lines)
                .contains(
                        "Process 'orders' cannot be launched: its keeper, a shell, exited before it ran; it is launched once more");
    }

    @Test
    void aLaunchThatIsHitTwiceIsNamedWithTheCommandThatStartsIt() throws Exception {
        sets.startOrders(sets.orders(Sets.READY_AND_STAY));

        assertThatThrownBy(() -> restartWithLostLaunches(2))
                .hasMessage(
                        "Process 'orders' cannot be launched: its keeper, a shell, exited before it ran%nStopped and not running again: orders; start with 'mvn e2e:start -De2e.processes=orders'"
                                .formatted());

        assertThat(sets.look().state()).isEqualTo(StatusReport.State.STOPPED);
        assertThat(children.running()).isEmpty();
    }

    private Map<ProcessName, SetRestart.Restarted> restartWithLostLaunches(int lost) throws Exception {
        Path number = Files.writeString(children.directory().resolve("lost"), lost + "\n");
        return new SetRestart(
                        sets.store(), children.table(), LostLaunches.launcher(children.table(), number), sets.progress)
                .restart(new SetRestart.Request(Set.of(ORDERS), sets.self(), Force.RESPECT_OTHER_BUILDS));
    }

    @Test
    void oneThatIsGivenUpIsTakenBack() throws Exception {
        sets.startOrders(sets.orders("[ -e slow ] || echo READY; touch slow; exec sleep 60"));
        SetRestart restart = sets.restart();
        Thread other = new Thread(() -> {
            Awaitility.await()
                    .until(() -> sets.file("work").resolve("pid").toFile().exists()
                            && sets.store()
                                    .examine(ORDERS)
                                    .knownState()
                                    .filter(state -> state.readyAt() == null)
                                    .isPresent());
            try {
                restart.cancel(Duration.ofSeconds(30));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        other.start();

        assertThatThrownBy(() -> restart.restart(
                        new SetRestart.Request(Set.of(ORDERS), sets.self(), Force.RESPECT_OTHER_BUILDS)))
                .hasMessage(
                        "Process 'orders' was given up%nStopped and not running again: orders; start with 'mvn e2e:start -De2e.processes=orders'"
                                .formatted());
        other.join();

        assertThat(sets.look().state()).isEqualTo(StatusReport.State.STOPPED);
    }

    @Test
    void oneThatIsGivenUpBeforeItBeginsTouchesNothing() throws Exception {
        long pid = sets.startOrders(sets.orders(Sets.READY_AND_STAY));
        SetRestart restart = sets.restart();
        restart.cancel(Duration.ZERO);

        assertThatThrownBy(() -> restart.restart(
                        new SetRestart.Request(Set.of(ORDERS), sets.self(), Force.RESPECT_OTHER_BUILDS)))
                .hasMessage("The restart was given up before anything was touched");

        assertThat(children.alive(pid)).isTrue();
    }
}
