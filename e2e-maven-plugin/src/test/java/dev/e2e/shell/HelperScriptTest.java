package dev.e2e.shell;

import static dev.e2e.shell.Helper.COLLECTOR;
import static dev.e2e.shell.Helper.CONSUMER;
import static dev.e2e.shell.Helper.INFRA;
import static dev.e2e.shell.Helper.READY_AND_STAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.e2e.lifecycle.ConflictPolicy;
import dev.e2e.lifecycle.Force;
import dev.e2e.lifecycle.ProcessSpec;
import dev.e2e.lifecycle.StatusReport;
import dev.e2e.lifecycle.StopReport;
import dev.e2e.process.Children;
import dev.e2e.process.Existing;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.Owner;
import dev.e2e.process.ProcessState;
import dev.e2e.process.StateCodec;
import dev.e2e.process.StopRules;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The script under each shell, by itself and in turns with the plugin. */
class HelperScriptTest {
    @RegisterExtension
    final Children children = new Children();

    private Helper helper;

    @BeforeEach
    void open() {
        helper = new Helper(children);
    }

    @ParameterizedTest
    @MethodSource("dev.e2e.shell.Helper#shells")
    void fromNothingToRunningToNothing(String shell) throws Exception {
        helper.writeBoth();
        assertThat(helper.run(shell, "status")).isEqualTo(new Helper.Answer(3, """
                        📊 E2E Background Process Status:
                        ⚪ Consumer not running
                        ⚪ Collector not running
                        🔧 Commands: %s start-both | start-consumer | start-collector | stop | status | help
                        """.formatted(helper.script())));

        Helper.Answer start = helper.run(shell, "start-both");

        assertThat(start.code()).as(start.said()).isZero();
        assertThat(start.said())
                .contains("✅ Consumer ready after ", ": url=http://127.0.0.1:1/\n")
                .doesNotContainIgnoringCase("no such file");
        long consumer =
                Long.parseLong(Files.readString(helper.file(CONSUMER, "pid")).strip());
        Helper.Answer status = helper.run(shell, "status");
        assertThat(status.code()).isZero();
        assertThat(status.said())
                .contains("✅ Consumer running (PID: %d)\n   📁 Logs: tail -f %s\n   🕒 Ready, up for "
                        .formatted(consumer, helper.file(CONSUMER, "log")))
                .contains("✅ Collector running (PID: ");
        Helper.Answer again = helper.run(shell, "start-consumer");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.said())
                .contains("⚠️  Consumer already running (PID: %d)".formatted(consumer), "Stop it with: ");

        Helper.Answer stop = helper.run(shell, "stop");

        assertThat(stop.code()).as(stop.said()).isZero();
        assertThat(stop.said()).contains("✅ Consumer stopped (PID: %d) in ".formatted(consumer));
        assertThat(children.running()).isEmpty();
        assertThat(helper.run(shell, "stop").code()).isZero();
        assertThat(children.directory().toFile().list())
                .containsExactlyInAnyOrder("e2e-helper.sh", "launch", "e2e-consumer-bg.log", "e2e-collector-bg.log");
    }

    @ParameterizedTest
    @MethodSource("dev.e2e.shell.Helper#shells")
    void whatItStartsIsThePluginsToo(String shell) throws Exception {
        ProcessSpec consumer = Helper.consumer(children, "cat e2e-consumer-bg.work/file; " + READY_AND_STAY)
                .stop(new StopRules(
                        Duration.ofSeconds(7),
                        "INT",
                        List.of("sh", "-c", "a \\ b\nc"),
                        children.directory(),
                        StopRules.EarlyExit.IS_FINE))
                .build();
        helper.write(consumer);
        assertThat(helper.run(shell, "start-consumer").code()).isZero();

        StatusReport.Entry entry = helper.pluginLook(CONSUMER);
        assertThat(entry.state()).isEqualTo(StatusReport.State.RUNNING);
        assertThat(entry.ready()).isEqualTo(StatusReport.Readiness.READY);
        Existing existing = children.store().examine(CONSUMER);
        ProcessState state = ((Existing.Running) existing).state();
        assertThat(state.specification()).isEqualTo(consumer.digest());
        assertThat(state.published()).isEqualTo(Map.of("url", "http://127.0.0.1:1/"));
        assertThat(state.stop().command()).isEqualTo(consumer.stop().command());
        assertThat(helper.file(CONSUMER, "state")).hasContent(StateCodec.write(state));
        assertThat(Files.readString(helper.file(CONSUMER, "log")))
                .startsWith("in " + helper.file(CONSUMER, "work") + "\n");

        assertThat(helper.pluginRestart(CONSUMER))
                .as("a restart of what the script started")
                .isNotEqualTo(state.identity().orElseThrow().pid());
        assertThat(Files.readString(helper.file(CONSUMER, "log")))
                .startsWith("in " + helper.file(CONSUMER, "work") + "\n");
        assertThat(helper.pluginStop().results().get(CONSUMER)).isInstanceOf(StopReport.Result.Stopped.class);
        assertThat(children.running()).isEmpty();
        assertThat(helper.run(shell, "status").said()).contains("⚪ Consumer not running\n");
    }

    @ParameterizedTest
    @MethodSource("dev.e2e.shell.Helper#shells")
    void whatThePluginStartsItShowsAndStops(String shell) throws Exception {
        helper.writeBoth();
        ProcessSpec consumer = Helper.consumer(children, READY_AND_STAY).build();
        ProcessState state = helper.pluginStart(ConflictPolicy.FAIL, consumer).get(CONSUMER);
        long pid = state.identity().orElseThrow().pid();

        assertThat(helper.run(shell, "status").said()).contains("✅ Consumer running (PID: %d)".formatted(pid));
        assertThat(helper.run(shell, "start-both").code()).isEqualTo(1);
        assertThat(helper.run(shell, "stop").said()).contains("✅ Consumer stopped (PID: %d) in ".formatted(pid));
        assertThat(children.running()).isEmpty();
        assertThat(helper.pluginLook(CONSUMER).state()).isEqualTo(StatusReport.State.STOPPED);
    }

    @ParameterizedTest
    @MethodSource("dev.e2e.shell.Helper#shells")
    void bothAreToldWhereTheInfrastructureIs(String shell) throws Exception {
        String tells = "printf '%s\\n' \"$BROKERS of $SECRET\" > told; " + READY_AND_STAY;
        helper.write(
                Helper.infra(
                                children,
                                "printf '%s\\n' ' is READY bootstrapServers=127.0.0.1:9 kubeconfig=/a\\b'; exec sleep 60")
                        .build(),
                Helper.spec(
                                children,
                                CONSUMER,
                                tells,
                                Pattern.compile(" READY(?: url=(?<url>\\S+))?$"),
                                Map.of(
                                        "BROKERS",
                                        "@{infra.bootstrapServers},@{infra.kubeconfig}",
                                        "SECRET",
                                        "o'hush $x"))
                        .dependsOn(java.util.Set.of(INFRA))
                        .build(),
                Helper.collector(children, READY_AND_STAY)
                        .dependsOn(java.util.Set.of(INFRA))
                        .build());

        assertThat(helper.run(shell, "start-consumer").code()).isZero();
        assertThat(children.awaitFile("told")).isEqualTo("127.0.0.1:9,/a\\b of o'hush $x");
        Helper.Answer second = helper.run(shell, "start-collector");
        assertThat(second.code()).as(second.said()).isZero();
        assertThat(second.said()).contains("✅ Infra is there (PID: ");
        assertThat(((Existing.Running) children.store().examine(INFRA)).state().published())
                .isEqualTo(Map.of("bootstrapServers", "127.0.0.1:9", "kubeconfig", "/a\\b"));

        assertThat(helper.run(shell, "stop").said())
                .containsSubsequence("Consumer stopped", "Infra stopped")
                .containsSubsequence("Collector stopped", "Infra stopped");
        assertThat(children.running()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.e2e.shell.Helper#shells")
    void whatIsNotReadyIsTakenBack(String shell) throws Exception {
        helper.write(
                Helper.consumer(children, READY_AND_STAY).build(),
                Helper.collector(children, "echo nothing to tell; exec sleep 60")
                        .startupTimeout(Duration.ofMillis(600))
                        .build());

        Helper.Answer late = helper.run(shell, "start-both");

        assertThat(late.code()).as(late.said()).isEqualTo(124);
        assertThat(late.said())
                .contains(
                        "Process 'collector' was not ready within 600 ms", "   | nothing to tell", "Consumer stopped");
        assertThat(children.running()).isEmpty();

        helper.write(Helper.collector(children, "echo oh no; exit 7").build());
        Helper.Answer died = helper.run(shell, "start-collector");

        assertThat(died.code()).as(died.said()).isEqualTo(1);
        assertThat(died.said()).contains("Process 'collector' exited with 7 before it was ready", "   | oh no");
        assertThat(helper.file(COLLECTOR, "state")).doesNotExist();
        assertThat(helper.file(COLLECTOR, "log")).exists();
    }

    @ParameterizedTest
    @MethodSource("dev.e2e.shell.Helper#shells")
    void aProcessThatIgnoresTermIsKilledWithItsChildren(String shell) throws Exception {
        helper.write(Helper.consumer(
                        children,
                        "trap '' TERM; sleep 60 & setsid sleep 60 & "
                                + READY_AND_STAY.replace("exec sleep 60", "while :; do sleep 1; done"))
                .stop(StopRules.of(Duration.ofMillis(300), children.directory()))
                .build());
        assertThat(helper.run(shell, "start-consumer").code()).isZero();

        Helper.Answer stop = helper.run(shell, "stop");

        assertThat(stop.code()).as(stop.said()).isZero();
        assertThat(stop.said()).contains("✅ Consumer killed (PID: ");
        assertThat(children.running()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.e2e.shell.Helper#shells")
    void aProcessOfALiveBuildElsewhereIsNotStopped(String shell) throws Exception {
        helper.writeBoth();
        Owner owner = Owner.thisProcess(children.table(), "their build", "/else where");
        helper.pluginStartFor(owner, Helper.consumer(children, READY_AND_STAY).build());

        Helper.Answer stop = helper.run(shell, "stop");

        assertThat(stop.code()).isEqualTo(1);
        assertThat(stop.said()).contains("belongs to the build in /else where (PID ", "-De2e.force=true");
        assertThat(helper.run(shell, "start-consumer").said()).contains("it belongs to the build in /else where (PID ");
        assertThat(helper.pluginLook(CONSUMER).state()).isEqualTo(StatusReport.State.RUNNING);
        helper.pluginStop(Force.STOP_THEM_TOO);
    }

    @ParameterizedTest
    @MethodSource("dev.e2e.shell.Helper#shells")
    void aStopCommandRunsAsTheProcessDoes(String shell) throws Exception {
        String waits = "echo now READY; until [ -e 'asked for' ]; do sleep 0.05; done";
        String asks = "echo told: $WORD \"$E2E_TOKEN\" \"$1\"; touch 'asked for'; sleep 60";
        ProcessSpec consumer = Helper.spec(
                        children, CONSUMER, waits, Pattern.compile(" READY$"), Map.of("WORD", "a  b\nc"))
                .stop(new StopRules(
                        Duration.ofSeconds(10),
                        "TERM",
                        List.of("sh", "-c", asks, "sh", "it's \\ \"quoted\"\n"),
                        children.directory(),
                        StopRules.EarlyExit.FAILS))
                .build();
        helper.write(consumer);
        assertThat(helper.run(shell, "start-consumer").code()).isZero();

        Helper.Answer stop = helper.run(shell, "stop");

        assertThat(stop.said()).contains("✅ Consumer stopped (PID: ");
        assertThat(children.running()).isEmpty(); // what is left of the command neither
        assertThat(helper.file(CONSUMER, "log")).content().endsWith("told: a b c  it's \\ \"quoted\"\n\n");
    }

    @ParameterizedTest
    @MethodSource("dev.e2e.shell.Helper#shells")
    void doesItsWorkAlsoWhereNobodyReadsWhatItSays(String shell) throws Exception {
        helper.writeBoth();
        String script = shell + " ./" + HelperScript.NAME;

        helper.line(shell, script + " start-both 2>&1 | head -n 1");
        assertThat(helper.run(shell, "status").code()).isZero();
        helper.line(shell, script + " stop 2>&1 | head -n 1");

        assertThat(children.running()).isEmpty();
        assertThat(helper.file(CONSUMER, "lock")).doesNotExist();
    }

    @Test
    void aFixedPortHasToBeFree() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            helper.write(Helper.consumer(children, READY_AND_STAY)
                    .fixedPorts(List.of(taken.getLocalPort()))
                    .build());

            Helper.Answer start = helper.run("sh", "start-consumer");

            assertThat(start.code()).isEqualTo(1);
            assertThat(start.said()).contains("something listens on port " + taken.getLocalPort() + " already");
        }
        assertThat(helper.run("sh", "start-consumer").code()).isZero();
        assertThat(helper.run("sh", "stop").code()).isZero();
    }

    @ParameterizedTest
    @MethodSource("dev.e2e.shell.Helper#shells")
    void everyPathWillDo(String shell) throws Exception {
        Path odd = Files.createDirectory(children.directory().resolve("it's $HOME `x` \"q\" \\ *"));
        Helper there = new Helper(children, odd);
        there.write(Helper.consumer(children, "cat \"$FILE\"; " + READY_AND_STAY, Map.of("FILE", "@{work}/file"))
                .build());

        Helper.Answer start = there.run(shell, "start-consumer");

        assertThat(start.code()).as(start.said()).isZero();
        assertThat(there.file(CONSUMER, "log")).content().startsWith("in " + there.file(CONSUMER, "work"));
        assertThat(there.run(shell, "status").said()).contains("tail -f " + there.file(CONSUMER, "log"));
        Helper.Answer stop = there.line(shell, ". './" + HelperScript.NAME + "'; stop_e2e_background");
        assertThat(stop.said()).contains("✅ Consumer stopped (PID: ");
        assertThat(children.running()).isEmpty();
    }

    @Test
    void secretsAreForTheirOwnerOnly() throws Exception {
        helper.writeBoth();
        Path launch = children.directory().resolve("launch");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(launch)))
                .isEqualTo("rwx------");
        try (var files = Files.list(launch)) {
            assertThat(files)
                    .hasSize(3)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
        assertThat(Files.isExecutable(helper.script())).isTrue();
    }

    @Test
    void aScriptOfSomebodyElseIsNotWrittenOver() throws Exception {
        Files.writeString(helper.script(), "echo mine");

        assertThatThrownBy(helper::writeBoth)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("was not written by this plugin");
        assertThat(helper.script()).hasContent("echo mine");
    }

    @Test
    void shellCheckHasNothingToSay() throws Exception {
        helper.writeBoth();

        String check = Helper.isWanted("shellcheck")
                ? "shellcheck e2e-helper.sh launch/keeper.sh && shellcheck -s sh -e SC2034,SC2329,SC2317 launch/c*.sh"
                : "sh -n e2e-helper.sh"; // which finds less

        assertThat(helper.line("sh", check)).isEqualTo(new Helper.Answer(0, ""));
    }
}
