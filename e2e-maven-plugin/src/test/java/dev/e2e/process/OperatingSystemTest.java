package dev.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The parts for macOS and Windows, as far as another system can run them: see docs/portability.md. */
class OperatingSystemTest {
    @RegisterExtension
    final Children children = new Children();

    @Test
    void isChosenByItsName() {
        assertThat(OperatingSystem.named("Linux")).isEqualTo(OperatingSystem.LINUX);
        assertThat(OperatingSystem.named("Mac OS X")).isEqualTo(OperatingSystem.MACOS);
        assertThat(OperatingSystem.named("Windows 11")).isEqualTo(OperatingSystem.WINDOWS);
    }

    @Test
    void perlMakesTheSessionThatMacOsHasNoCommandFor() throws Exception {
        assumeThat(Launcher.program("perl", System.getenv()))
                .as("perl, which macOS has and this machine may lack")
                .isPresent();
        ProcessState state = launch(OperatingSystem.MACOS.newSession(), "echo up > up; exec sleep 60");
        children.awaitFile("up");
        long pid = state.launched().pid();

        ProcessFacts facts = children.table().find(pid).orElseThrow();
        assertThat(facts.session()).isEqualTo(pid);
        assertThat(facts.group()).isEqualTo(pid);
        assertThat(children.stop(state, Duration.ofSeconds(10))).isEqualTo(ProcessStop.Outcome.ENDED);
    }

    @Test
    void withoutSessionsAProcessIsLaunchedWithoutAKeeper() throws Exception {
        ProcessState state = launch(OperatingSystem.WINDOWS.newSession(), "echo up > up; cat; exec sleep 60");
        children.awaitFile("up");
        ProcessFacts facts = children.table().find(state.launched().pid()).orElseThrow();

        assertThat(facts.parent()).isEqualTo(ProcessHandle.current().pid());
        assertThat(state.identity().orElseThrow().verify(children.table())).isInstanceOf(Identity.Verdict.Ours.class);
        assertThat(children.stop(state, Duration.ofSeconds(10))).isEqualTo(ProcessStop.Outcome.ENDED);
    }

    @Test
    void withoutAKeeperTheExitCodeIsNotedWhileItsStarterLives() throws Exception {
        ProcessState state = launch(OperatingSystem.WINDOWS.newSession(), "exit 7");

        Awaitility.await().until(() -> children.store().exit(state.name()).isPresent());
        assertThat(children.store().exit(state.name()).orElseThrow().text()).isEqualTo("exited with 7");
    }

    @Test
    void windowsIsAskedToEndProcessesAndThenTerminatesThem() {
        assertThat(OperatingSystem.WINDOWS.commands(
                        List.of(new Signals.Signal("TERM", 4711), new Signals.Signal("CONT", 4711))))
                .containsExactly(List.of("taskkill", "/PID", "4711"));
        assertThat(OperatingSystem.WINDOWS.commands(
                        List.of(new Signals.Signal("KILL", 4711), new Signals.Signal("KILL", 4712))))
                .containsExactly(List.of("taskkill", "/PID", "4711", "/F"), List.of("taskkill", "/PID", "4712", "/F"));
    }

    @Test
    void onlyLinuxHasAGuard() {
        assertThat(OperatingSystem.LINUX.canGuard()).isTrue();
        assertThat(OperatingSystem.MACOS.canGuard()).isFalse();
        assertThat(OperatingSystem.WINDOWS.canGuard()).isFalse();
    }

    private ProcessState launch(List<String> newSession, String script) throws Exception {
        ProcessState intent = children.state("orders", "token-" + System.nanoTime(), null);
        children.store().prepare(intent.name());
        Launcher.Launched launched = Launcher.of(children.table())
                .with(newSession)
                .launch(children.shell(script), children.store().directory().files(intent.name()), intent.token());
        return intent.launchedAs(launched.identity());
    }
}
