package dev.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The process table of macOS: what it reads, and how it fares with the namesakes of its commands on this system. */
@Timeout(120)
class MacOsProcessTableTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @RegisterExtension
    final Children children = new Children();

    @Test
    void theBootSessionTellsTheBoots() throws Exception {
        assertThat(table(Map.of("sysctl", MacOs.BOOT + "\n")).bootId()).isEqualTo(MacOs.BOOT);
        assertThatThrownBy(() -> table(Map.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("kern.bootsessionuuid");
    }

    @Test
    void readsStatesAndGroups() {
        assertThat(MacOsProcessTable.parse("""
                            1     1 Ss
                          512   512 S+
                        99999 99000 Z
                        ps: what is this
                        """))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        1L, new HandleProcessTable.Seen('S', 1),
                        512L, new HandleProcessTable.Seen('S', 512),
                        99999L, new HandleProcessTable.Seen('Z', 99000)));
    }

    @Test
    void readsTheTokenOfWhatTheKernelShows() throws Exception {
        String command = "/Users/me/jdk/bin/java -jar a.jar\n";
        String environment = "/Users/me/jdk/bin/java -jar a.jar PATH=/usr/bin:/bin E2E_TOKEN=t-1 HOME=/Users/me\n";

        assertThat(shown(environment, command).token(4711)).isEqualTo(new TokenEvidence.Found("t-1"));
        assertThat(shown("java -jar E2E_TOKEN=argument HOME=/ E2E_TOKEN=t-1\n", command)
                        .token(4711))
                .isEqualTo(new TokenEvidence.Found("t-1"));
        assertThat(shown(environment.replace(" E2E_TOKEN=t-1", ""), command).token(4711))
                .isEqualTo(new TokenEvidence.Absent());
        assertThat(shown(command, command).token(4711)).isEqualTo(new TokenEvidence.Hidden());
        assertThat(shown("", "").token(4711)).isEqualTo(new TokenEvidence.Unreadable());
    }

    @Test
    void findsAllThatCarryAToken() throws Exception {
        MacOsProcessTable table = table(Map.of("sysctl", MacOs.BOOT, "ps", """
                            1 /sbin/launchd
                          700 sleep 60 E2E_TOKEN=t-1 PATH=/bin
                        12345 java -jar a.jar PATH=/bin E2E_TOKEN=t-1
                        12346 java -jar a.jar PATH=/bin E2E_TOKEN=t-12
                        12347 java -jar a.jar PATH=/bin NOT_E2E_TOKEN=t-1
                        12348 java -jar a.jar PATH=/bin E2E_TOKEN=t-1
                        """));

        assertThat(table.carriers(List.of(facts(1), facts(700), facts(12345), facts(12346), facts(12347)), "t-1"))
                .containsExactlyInAnyOrder(700L, 12345L);
    }

    @Test
    void readsWhoListens() throws Exception {
        MacOsProcessTable table = table(Map.of("sysctl", MacOs.BOOT, "lsof", "4711\n4712\n", "netstat", """
                Active Internet connections (including servers)
                Proto Recv-Q Send-Q  Local Address          Foreign Address        (state)
                tcp4       0      0  127.0.0.1.8080         *.*                    LISTEN
                tcp46      0      0  *.9090                 *.*                    LISTEN
                tcp6       0      0  ::1.631                *.*                    LISTEN
                tcp4       0      0  192.168.1.7.54321      17.57.146.20.5223      ESTABLISHED
                """));

        assertThat(List.of(8080, 9090, 631)).allMatch(table::isListenedOn);
        assertThat(List.of(80, 90, 54321, 5223)).noneMatch(table::isListenedOn);
        assertThat(table.listenersOn(8080)).containsExactlyInAnyOrder(4711L, 4712L);
    }

    @Test
    void whatShowsItsEnvironmentIsProvedByItsTokenWhereverItWent() throws Exception {
        ProcessTable table = MacOs.table(MacOs.Environments.SHOWN);
        ProcessState state =
                launch(table, "perl -MPOSIX -e 'setsid; exec @ARGV' sh -c 'echo $$ > runaway; exec sleep 60' & wait");
        long runaway = Long.parseLong(children.awaitFile("runaway"));
        long pid = state.launched().pid();

        ProcessFacts facts = table.find(pid).orElseThrow();
        assertThat(facts.group()).isEqualTo(pid);
        assertThat(facts.alive()).isTrue();
        assertThat(table.list()).contains(facts);
        assertThat(table.token(pid)).isEqualTo(new TokenEvidence.Found(state.token()));
        assertThat(state.identity().orElseThrow().verify(table)).isInstanceOf(Identity.Verdict.Ours.class);
        assertThat(new Identity(pid, facts.startTicks(), MacOs.BOOT, "another").verify(table))
                .isInstanceOf(Identity.Verdict.Foreign.class);
        assertThat(new ProcessStop(table).alive(state)).contains(pid, runaway, facts.parent());
        assertThat(stop(table, state, LONG)).isEqualTo(ProcessStop.Outcome.ENDED);
        assertThat(List.of(pid, runaway, facts.parent())).noneMatch(children::alive);
    }

    @Test
    void whatHidesItsEnvironmentIsProvedByItsStartAndItsGroup() throws Exception {
        ProcessTable table = MacOs.table(MacOs.Environments.HIDDEN);
        ProcessState state =
                launch(table, "(trap '' TERM; echo up > up; while :; do sleep 0.05; done) & echo $! > child; wait");
        children.awaitFile("up");
        long child = Long.parseLong(children.awaitFile("child"));
        long pid = state.launched().pid();

        assertThat(table.token(pid)).isEqualTo(new TokenEvidence.Hidden());
        assertThat(state.identity().orElseThrow().verify(table)).isInstanceOf(Identity.Verdict.Ours.class);
        assertThat(new ProcessStop(table).alive(state)).contains(pid, child);
        assertThat(stop(table, state, Duration.ofMillis(200))).isEqualTo(ProcessStop.Outcome.KILLED);
        assertThat(List.of(pid, child)).noneMatch(children::alive);
    }

    @Test
    void lsofTellsWhoListens() throws Exception {
        assumeThat(Launcher.program("lsof", System.getenv()))
                .as("lsof, which macOS has and this machine may lack")
                .isPresent();
        ProcessTable table = MacOs.table(MacOs.Environments.HIDDEN);

        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(table.listenersOn(socket.getLocalPort()))
                    .containsExactly(ProcessHandle.current().pid());
        }
    }

    private ProcessState launch(ProcessTable table, String script) throws Exception {
        for (String program : List.of("ps", "perl")) {
            assumeThat(Launcher.program(program, System.getenv()))
                    .as(program + ", which macOS has and this machine may lack")
                    .isPresent();
        }
        ProcessState intent = children.state("orders", UUID.randomUUID().toString(), null, MacOs.BOOT);
        children.store().prepare(intent.name());
        Launcher.Launched launched = Launcher.of(table)
                .with(OperatingSystem.MACOS.newSession())
                .launch(children.shell(script), children.store().directory().files(intent.name()), intent.token());
        return intent.launchedAs(launched.identity());
    }

    private ProcessStop.Outcome stop(ProcessTable table, ProcessState state, Duration grace) throws Exception {
        return new ProcessStop(table, OperatingSystem.MACOS::commands)
                .stop(state, grace, children.directory().resolve("log"));
    }

    private static MacOsProcessTable table(Map<String, String> recorded) throws InvalidInputException {
        return MacOsProcessTable.open(command -> recorded.getOrDefault(MacOs.program(command), ""));
    }

    /** A table on which one process has this command line with its environment, and this without. */
    private static MacOsProcessTable shown(String withEnvironment, String without) throws InvalidInputException {
        return MacOsProcessTable.open(command -> MacOs.program(command).equals("sysctl")
                ? MacOs.BOOT
                : command.contains("-E") ? withEnvironment : without);
    }

    private static ProcessFacts facts(long pid) {
        return new ProcessFacts(pid, 'S', 1, pid, 0, 1);
    }
}
