package dev.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The JDK's process table, and a stop without tokens and groups, on this system's processes. */
@Timeout(120)
class WindowsProcessTableTest {
    private static final Duration FOREVER = Duration.ofHours(1);

    @RegisterExtension
    final Children children = new Children();

    private final ProcessTable table = new WindowsProcessTable(CommandOutput::real);

    @Test
    void findsAgesAndListsAProcess() throws Exception {
        Process child = children.bystander("exec sleep 60");

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
    void startTimeAndBootProveAProcessAndItsDescendants() throws Exception {
        ProcessState ours = run("sleep 60 & sleep 60 & echo up > up; wait");
        long pid = ours.launched().pid();
        long start = ours.launched().startTicks();

        assertThat(ours.identity().orElseThrow().verify(table)).isInstanceOf(Identity.Verdict.Ours.class);
        assertThat(new ProcessStop(table).alive(ours)).hasSize(3).contains(pid);

        ProcessState older = ours.launchedAs(new ProcessState.Launched(pid, start - 1));
        assertThat(older.identity().orElseThrow().verify(table)).isInstanceOf(Identity.Verdict.Foreign.class);
        assertThat(new ProcessStop(table).alive(older)).isEmpty();
        ProcessState elsewhere = children.state("orders", "token", ours.launched()); // of this system's own boot id
        assertThat(elsewhere.identity().orElseThrow().verify(table)).isInstanceOf(Identity.Verdict.Gone.class);
        assertThat(new ProcessStop(table).alive(elsewhere)).isEmpty();
        assertThat(stop(ours, FOREVER, "kill -s TERM \"$2\"")).isEqualTo(ProcessStop.Outcome.ENDED);
    }

    @Test
    void aTreeThatCanOnlyBeTerminatedIsNotWaitedFor() throws Exception {
        ProcessState ours = run("sleep 60 & echo $! > child; echo up > up; wait");
        long child = Long.parseLong(children.awaitFile("child"));

        assertThat(stop(ours, FOREVER, "exit 1")).isEqualTo(ProcessStop.Outcome.KILLED);
        assertThat(children.alive(ours.launched().pid())).isFalse();
        assertThat(children.alive(child)).isFalse();
    }

    @Test
    void aChildDoesNotOutliveTheParentThatProvedIt() throws Exception {
        ProcessState ours = run("(trap '' TERM; echo up > up; while :; do sleep 0.05; done) & echo $! > child; wait");
        long child = Long.parseLong(children.awaitFile("child"));

        assertThat(stop(ours, Duration.ofMillis(200), "kill -s TERM \"$2\"")).isEqualTo(ProcessStop.Outcome.KILLED);
        assertThat(children.alive(child)).isFalse();
    }

    @Test
    void aStopLeavesAloneWhatIsNoDescendant() throws Exception {
        ProcessState ours = run("echo up > up; exec sleep 60");
        Process bystander = children.bystander("exec sleep 60");

        assertThat(stop(ours, FOREVER, "exit 1")).isEqualTo(ProcessStop.Outcome.KILLED);
        assertThat(bystander.isAlive()).isTrue();
    }

    @Test
    void readsWhatNetstatPrintsInAnyLanguage() {
        String text = """

                Aktive Verbindungen

                  Proto  Lokale Adresse         Remoteadresse          Status           PID
                  TCP    0.0.0.0:135            0.0.0.0:0              ABHÖREN         1234
                  TCP    127.0.0.1:8080         0.0.0.0:0              ABHÖREN         4711
                  TCP    [::1]:8080             [::]:0                 ABHÖREN         4712
                  TCP    127.0.0.1:8080         127.0.0.1:50000        HERGESTELLT     4713
                  TCP    127.0.0.1:18080        0.0.0.0:0              ABHÖREN         4714
                  UDP    0.0.0.0:8080           *:*                                    4715
                """;
        ProcessTable recorded = new WindowsProcessTable(command -> text);

        assertThat(recorded.listenersOn(8080)).containsExactlyInAnyOrder(4711L, 4712L);
        assertThat(recorded.isListenedOn(135)).isTrue();
        assertThat(recorded.isListenedOn(50000)).isFalse();
        assertThat(recorded.listenersOn(80)).isEmpty();
    }

    /** Runs a script that says when it is up, and returns the state that a start on Windows would have noted. */
    private ProcessState run(String script) throws Exception {
        Process process = children.bystander(script);
        Awaitility.await().until(() -> Files.exists(children.directory().resolve("up")));
        long start = table.find(process.pid()).orElseThrow().startTicks();
        return children.state("orders", "token", new ProcessState.Launched(process.pid(), start), table.bootId());
    }

    /** @param asked what a {@code taskkill /PID "$2"} does that is not called with {@code /F} */
    private ProcessStop.Outcome stop(ProcessState state, Duration grace, String asked) throws Exception {
        Path taskkill = children.directory().resolve("taskkill");
        Files.writeString(
                taskkill, "#!/bin/sh\nif [ \"$3\" = /F ]; then kill -s KILL \"$2\"; else " + asked + "; fi\n");
        Files.setPosixFilePermissions(taskkill, PosixFilePermissions.fromString("rwx------"));
        return new ProcessStop(
                        table,
                        signals -> OperatingSystem.WINDOWS.commands(signals).stream()
                                .map(command -> {
                                    List<String> words = new ArrayList<>(command);
                                    words.set(0, taskkill.toString());
                                    return words;
                                })
                                .toList())
                .stop(state, grace, children.directory().resolve("log"));
    }
}
