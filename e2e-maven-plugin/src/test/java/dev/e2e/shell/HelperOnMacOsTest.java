package dev.e2e.shell;

import static dev.e2e.shell.Helper.COLLECTOR;
import static dev.e2e.shell.Helper.CONSUMER;
import static dev.e2e.shell.Helper.READY_AND_STAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.lifecycle.ConflictPolicy;
import dev.e2e.lifecycle.StatusReport;
import dev.e2e.process.Bystanders;
import dev.e2e.process.Children;
import dev.e2e.process.Existing;
import dev.e2e.process.MacOs;
import dev.e2e.process.MacOs.Environments;
import dev.e2e.process.ProcessState;
import dev.e2e.process.ProcessTable;
import dev.e2e.process.StopRules;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The script as macOS has it, and the plugin beside it with the process table of macOS: see docs/portability.md. */
class HelperOnMacOsTest {
    @RegisterExtension
    final Children children = new Children();

    private Helper helper;
    private ProcessTable table;
    private MacOsStandIns standIns;

    private void open(Environments environments) throws Exception {
        table = MacOs.table(environments);
        helper = new Helper(children, table);
        helper.writeBoth();
        standIns = new MacOsStandIns(children, helper).hiding(environments);
    }

    static Stream<Arguments> shellsAndEnvironments() {
        return Helper.shells().stream()
                .flatMap(shell ->
                        Arrays.stream(Environments.values()).map(environments -> Arguments.of(shell, environments)));
    }

    @ParameterizedTest
    @MethodSource("shellsAndEnvironments")
    void whatItStartsThePluginSees(String shell, Environments environments) throws Exception {
        open(environments);

        Helper.Answer start = helper.run(shell, "start-both");

        assertThat(start.code()).as(start.said()).isZero();
        assertThat(start.said()).contains("✅ Consumer ready after ", "url=http://127.0.0.1:1/");
        Existing.Running running = (Existing.Running) helper.store().examine(CONSUMER);
        assertThat(running.state().bootId()).isEqualTo(MacOs.BOOT);
        assertThat(children.table().find(running.facts().pid()).orElseThrow().session())
                .isEqualTo(running.facts().pid());
        Helper.Answer status = helper.run(shell, "status");
        assertThat(status.code()).as(status.said()).isZero();
        assertThat(status.said())
                .contains(
                        "✅ Consumer running (PID: %d)".formatted(running.facts().pid()))
                .containsPattern("Ready, up for [0-9]+ m?s\n");
        assertThat(helper.run(shell, "start-both").said()).contains("already running (PID: ");

        assertThat(helper.pluginStop().problems()).isEmpty();
        assertThat(children.running()).isEmpty();
        assertThat(helper.run(shell, "status").said()).contains("⚪ Consumer not running", "⚪ Collector not running");
    }

    @ParameterizedTest
    @MethodSource("shellsAndEnvironments")
    void whatThePluginStartsItSeesAndStops(String shell, Environments environments) throws Exception {
        open(environments);
        helper.pluginStart(
                ConflictPolicy.FAIL, Helper.consumer(children, READY_AND_STAY).build());

        Helper.Answer status = helper.run(shell, "status");
        assertThat(status.said()).contains("✅ Consumer running (PID: ", "⚪ Collector not running");
        assertThat(status.code()).isEqualTo(3);
        Helper.Answer stop = helper.run(shell, "stop");

        assertThat(stop.code()).as(stop.said()).isZero();
        assertThat(stop.said()).contains("✅ Consumer stopped (PID: ");
        assertThat(helper.pluginLook(CONSUMER).state()).isEqualTo(StatusReport.State.STOPPED);
        assertThat(children.running()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shellsAndEnvironments")
    void aGroupThatIgnoresTermIsKilled(String shell, Environments environments) throws Exception {
        open(environments);
        // What leaves its group and its parent is found by its token only.
        String left = environments == Environments.SHOWN ? "(setsid sleep 60 &) ; " : "";
        helper.pluginStart(
                ConflictPolicy.FAIL,
                Helper.consumer(
                                children,
                                "trap '' TERM; sleep 60 & " + left + "echo now READY; while :; do sleep 1; done")
                        .stop(StopRules.of(Duration.ofMillis(300), children.directory()))
                        .build());

        Helper.Answer stop = helper.run(shell, "stop");

        assertThat(stop.code()).as(stop.said()).isZero();
        assertThat(stop.said()).contains("✅ Consumer killed (PID: ");
        assertThat(children.running()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shellsAndEnvironments")
    void aPidThatWasGivenAwayAMillisecondLaterIsForeign(String shell, Environments environments) throws Exception {
        open(environments);
        try (Bystanders bystanders = children.bystanders("")) {
            long start = table.find(bystanders.pid()).orElseThrow().startTicks();
            ProcessState claim = claim(bystanders, start - 1);
            helper.store().write(claim);

            assertThat(helper.run(shell, "status").said())
                    .contains(
                            "❌ Consumer not running (stale PID file: PID %d was given to another process; its files were removed)"
                                    .formatted(bystanders.pid()));
            helper.store().write(claim);
            assertThat(helper.run(shell, "stop").code()).isZero();

            assertThat(helper.file(CONSUMER, "state")).doesNotExist();
            assertThat(bystanders.alive()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.e2e.shell.Helper#shells")
    void whatShowsAnotherTokenOrNoneIsNotOurs(String shell) throws Exception {
        open(Environments.SHOWN);
        try (Bystanders others = children.bystanders("E2E_TOKEN=other")) {
            helper.store()
                    .write(claim(others, table.find(others.pid()).orElseThrow().startTicks()));
            assertThat(helper.run(shell, "stop").said()).contains("carries the token of another launch");
            assertThat(others.alive()).isEqualTo(3);
        }
        Files.delete(children.directory().resolve("bystanders-up"));
        try (Bystanders bystanders = children.bystanders("")) {
            helper.store()
                    .write(claim(
                            bystanders,
                            table.find(bystanders.pid()).orElseThrow().startTicks()));
            Files.writeString(helper.file(COLLECTOR, "pid"), bystanders.pid() + "\n");

            Helper.Answer stop = helper.run(shell, "stop");

            assertThat(stop.code()).isEqualTo(1);
            assertThat(stop.said()).contains("❌ Consumer left alone: ", "❌ Collector left alone: ");
            assertThat(bystanders.alive()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @MethodSource("shellsAndEnvironments")
    void whatIsGoneIsStale(String shell, Environments environments) throws Exception {
        open(environments);
        Process gone = children.bystander("exit 0");
        gone.waitFor();
        Files.writeString(helper.file(CONSUMER, "pid"), gone.pid() + "\n");
        assertThat(helper.run(shell, "status").said())
                .contains("❌ Consumer not running (stale PID file; its files were removed)\n");

        assertThat(helper.run(shell, "start-consumer").code()).isZero();
        long pid = Long.parseLong(Files.readString(helper.file(CONSUMER, "pid")).strip());
        children.kill(pid);

        assertThat(helper.run(shell, "status").said())
                .contains("❌ Consumer not running (stale PID file; PID %d exited with 137; ".formatted(pid));
        assertThat(helper.run(shell, "stop").code()).isZero();
    }

    @ParameterizedTest
    @MethodSource("dev.e2e.shell.Helper#shells")
    void aStopCommandRuns(String shell) throws Exception {
        open(Environments.HIDDEN);
        String waits = "echo now READY; until [ -e 'asked for' ]; do sleep 0.05; done";
        String asks = "echo \"told:$E2E_TOKEN\" \"$1\"; touch 'asked for'; sleep 60";
        helper.pluginStart(
                ConflictPolicy.FAIL,
                Helper.consumer(children, waits)
                        .stop(new StopRules(
                                Duration.ofSeconds(10),
                                "TERM",
                                List.of("sh", "-c", asks, "sh", "it's \\ \"quoted\""),
                                children.directory(),
                                StopRules.EarlyExit.FAILS))
                        .build());

        assertThat(helper.run(shell, "stop").said()).contains("✅ Consumer stopped (PID: ");

        assertThat(helper.file(CONSUMER, "log")).content().endsWith("told: it's \\ \"quoted\"\n");
        assertThat(children.running()).isEmpty(); // what is left of the command neither
    }

    @ParameterizedTest
    @EnumSource(Environments.class)
    void ofManyStartsAtOnceOneWins(Environments environments) throws Exception {
        open(environments);
        List<Process> starts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            starts.add(helper.begin(Helper.shells().get(i % 2), "start-both"));
        }
        int won = 0;
        for (Process start : starts) {
            won += Helper.answer(start).code() == 0 ? 1 : 0;
        }

        assertThat(won).isEqualTo(1);
        Existing consumer = helper.store().examine(CONSUMER);
        assertThat(consumer).isInstanceOf(Existing.Running.class);
        assertThat(helper.pluginStop().problems()).isEmpty();
        assertThat(children.running()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.e2e.shell.Helper#shells")
    void aPluginThatHoldsTheLockIsWaitedFor(String shell) throws Exception {
        open(Environments.SHOWN);
        helper.pluginStart(
                ConflictPolicy.FAIL,
                Helper.consumer(children, READY_AND_STAY).build(),
                Helper.collector(children, READY_AND_STAY).build());
        List<Process> stops = List.of(helper.begin(shell, "stop"), helper.begin(shell, "stop"));
        assertThat(helper.pluginStop().problems()).isEmpty();

        for (Process stop : stops) {
            Helper.Answer answer = Helper.answer(stop);
            assertThat(answer.code()).as(answer.said()).isZero();
        }
        assertThat(children.running()).isEmpty();
        assertThat(helper.file(CONSUMER, "lock")).doesNotExist();
    }

    @Test
    void aPortThatIsTakenIsRefused() throws Exception {
        open(Environments.SHOWN);
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = socket.getLocalPort();
            helper.write(Helper.consumer(children, READY_AND_STAY)
                    .fixedPorts(List.of(port))
                    .build());
            standIns = new MacOsStandIns(children, helper);
            standIns.listening("""
                    Proto Recv-Q Send-Q  Local Address          Foreign Address        (state)
                    tcp4       0      0  127.0.0.1.%d        *.*                    LISTEN
                    """.formatted(port));

            assertThat(helper.run("sh", "start-consumer").said())
                    .contains("something listens on port %d already".formatted(port));
            standIns.listening("tcp4       0      0  10.0.0.1.%d    1.2.3.4.443      ESTABLISHED\n".formatted(port));
            assertThat(helper.run("sh", "start-consumer").code()).isZero();
            assertThat(helper.run("sh", "stop").code()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.e2e.shell.Helper#shells")
    void withoutTheKernelsWordNothingIsTouched(String shell) throws Exception {
        for (String silent : List.of("perl", "sysctl")) {
            open(Environments.SHOWN);
            assertThat(helper.run(shell, "start-consumer").code()).isZero();
            standIns.breaks(silent);

            for (String command : List.of("status", "stop", "start-both")) {
                Helper.Answer answer = helper.run(shell, command);
                assertThat(answer.code()).isEqualTo(1);
                assertThat(answer.said()).contains("e2e-helper.sh cannot work here: ", silent, "mvn e2e:stop");
            }
            assertThat(helper.pluginLook(CONSUMER).state()).isEqualTo(StatusReport.State.RUNNING);
            assertThat(helper.pluginStop().problems()).isEmpty();
        }
    }

    @Test
    void shellCheckHasNothingToSay() throws Exception {
        open(Environments.SHOWN);
        String check = Helper.isWanted("shellcheck") ? "shellcheck e2e-helper.sh" : "sh -n e2e-helper.sh";

        assertThat(helper.line("sh", check)).isEqualTo(new Helper.Answer(0, ""));
    }

    private ProcessState claim(Bystanders bystanders, long start) {
        return children.state(
                "consumer",
                UUID.randomUUID().toString(),
                new ProcessState.Launched(bystanders.pid(), start),
                MacOs.BOOT);
    }
}
