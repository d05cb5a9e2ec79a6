package dev.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        assertThat(children.stop(state, Duration.ofSeconds(10))).isEqualTo(new ProcessStop.Outcome.Ended());
    }

    @Test
    void withoutSessionsAProcessIsLaunchedWithoutAKeeper() throws Exception {
        ProcessState state = launch(OperatingSystem.WINDOWS.newSession(), "echo up > up; cat; exec sleep 60");
        children.awaitFile("up");
        ProcessFacts facts = children.table().find(state.launched().pid()).orElseThrow();

        assertThat(facts.parent()).isEqualTo(ProcessHandle.current().pid());
        assertThat(state.identity().orElseThrow().verify(children.table())).isInstanceOf(Identity.Verdict.Ours.class);
        assertThat(children.stop(state, Duration.ofSeconds(10))).isEqualTo(new ProcessStop.Outcome.Ended());
    }

    @Test
    void windowsIsAskedToEndATreeAndThenForcedTo() {
        assertThat(OperatingSystem.WINDOWS.commands(
                        List.of(new Signals.Signal("TERM", 4711), new Signals.Signal("CONT", 4711))))
                .containsExactly(List.of("taskkill", "/PID", "4711", "/T"));
        assertThat(OperatingSystem.WINDOWS.commands(List.of(new Signals.Signal("KILL", 4711))))
                .containsExactly(List.of("taskkill", "/PID", "4711", "/T", "/F"));
    }

    @Test
    void onlyLinuxHasAGuard() {
        assertThat(OperatingSystem.LINUX.canGuard()).isTrue();
        assertThat(OperatingSystem.MACOS.canGuard()).isFalse();
        assertThat(OperatingSystem.WINDOWS.canGuard()).isFalse();
    }

    @Test
    void readsWhatPsOfMacOsPrints() {
        Map<Long, MacOsProcessTable.Seen> seen = MacOsProcessTable.parse("""
                    1     1 Ss
                  512   512 S+
                99999 99000 Z
                what is this
                """);

        assertThat(seen)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        1L, new MacOsProcessTable.Seen(1, 'S'),
                        512L, new MacOsProcessTable.Seen(512, 'S'),
                        99999L, new MacOsProcessTable.Seen(99000, 'Z')));
    }

    @Test
    void readsWhatNetstatOfWindowsPrintsInAnyLanguage() {
        String text = """

                Aktive Verbindungen

                  Proto  Lokale Adresse         Remoteadresse          Status           PID
                  TCP    0.0.0.0:135            0.0.0.0:0              ABHÖREN         1234
                  TCP    127.0.0.1:8080         0.0.0.0:0              ABHÖREN         4711
                  TCP    [::1]:8080             [::]:0                 ABHÖREN         4712
                  TCP    127.0.0.1:8080         127.0.0.1:50000        HERGESTELLT     4713
                  TCP    127.0.0.1:18080        0.0.0.0:0              ABHÖREN         4714
                """;

        assertThat(WindowsProcessTable.parse(text, 8080)).containsExactly(4711L, 4712L);
        assertThat(WindowsProcessTable.parse(text, 9)).isEmpty();
    }

    @Test
    void theJdksTableFindsAgesAndListsAProcess() throws Exception {
        Process child = children.bystander("exec sleep 60");
        ProcessTable table = new WindowsProcessTable();

        ProcessFacts facts = table.find(child.pid()).orElseThrow();
        assertThat(facts.alive()).isTrue();
        assertThat(facts.parent()).isEqualTo(ProcessHandle.current().pid());
        assertThat(table.find(child.pid())).isEqualTo(Optional.of(facts));
        assertThat(table.list()).contains(facts);
        assertThat(table.age(facts)).isBetween(Duration.ZERO, Duration.ofMinutes(5));
        assertThat(table.token(child.pid())).isEqualTo(new TokenEvidence.Hidden());
        assertThat(table.find(0)).isEmpty();

        child.destroyForcibly().waitFor();
        assertThat(table.find(child.pid())).isEmpty();
    }

    @Test
    void whereEnvironmentsAreHiddenStartTimeAndBootProveAProcessAndItsDescendants() throws Exception {
        Process child = children.bystander("sleep 60 & sleep 60 & echo up > up; wait");
        children.awaitFile("up");
        ProcessTable table = new WindowsProcessTable();
        long start = table.find(child.pid()).orElseThrow().startTicks();

        ProcessState ours = state(child.pid(), start, table.bootId());
        assertThat(ours.identity().orElseThrow().verify(table)).isInstanceOf(Identity.Verdict.Ours.class);
        assertThat(new ProcessStop(table).alive(ours)).hasSize(3).contains(child.pid());

        ProcessState older = state(child.pid(), start - 1, table.bootId());
        assertThat(older.identity().orElseThrow().verify(table)).isInstanceOf(Identity.Verdict.Foreign.class);
        assertThat(new ProcessStop(table).alive(older)).isEmpty();
        ProcessState elsewhere = state(child.pid(), start, "another boot");
        assertThat(elsewhere.identity().orElseThrow().verify(table)).isInstanceOf(Identity.Verdict.Gone.class);
        assertThat(new ProcessStop(table).alive(elsewhere)).isEmpty();

        assertThat(new ProcessStop(table)
                        .stop(ours, Duration.ofSeconds(10), children.directory().resolve("log")))
                .isEqualTo(new ProcessStop.Outcome.Ended());
        Awaitility.await().until(() -> !children.alive(child.pid()));
    }

    private ProcessState state(long pid, long start, String bootId) {
        ProcessState state = children.state("orders", "token", new ProcessState.Launched(pid, start));
        return new ProcessState(
                state.name(),
                state.phase(),
                state.token(),
                bootId,
                state.launched(),
                state.command(),
                state.specification(),
                state.dependsOn(),
                state.stop(),
                state.owner(),
                state.users(),
                state.startedAt(),
                state.readyAt(),
                state.published(),
                state.ports());
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
