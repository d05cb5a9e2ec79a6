package dev.e2e.shell;

import static dev.e2e.shell.Helper.COLLECTOR;
import static dev.e2e.shell.Helper.CONSUMER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.process.Bystanders;
import dev.e2e.process.Children;
import dev.e2e.process.ProcessState;
import dev.e2e.process.StateCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may lie in the directory: the script believes none of it, signals nobody for it, and says what it found. */
class HelperStatesTest {
    @RegisterExtension
    final Children children = new Children();

    private Helper helper;

    @BeforeEach
    void open() throws Exception {
        helper = new Helper(children);
        helper.writeBoth();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "zsh"})
    void aPidFileOfNobodyIsCleanedUp(String shell) throws Exception {
        Process gone = children.bystander("exit 0");
        gone.waitFor();
        Files.writeString(helper.file(CONSUMER, "pid"), gone.pid() + "\n");

        Helper.Answer status = helper.run(shell, "status");

        assertThat(status.code()).isEqualTo(3);
        assertThat(status.said()).contains("❌ Consumer not running (stale PID file; its files were removed)\n");
        assertThat(helper.file(CONSUMER, "pid")).doesNotExist();
        assertThat(helper.run(shell, "status").said()).contains("⚪ Consumer not running\n");
    }

    static Stream<Arguments> corrupt() {
        return Stream.of("dash", "bash", "zsh")
                .flatMap(shell -> Stream.of("", "0", "1", "-1", "letters", "12 13", "99999999999", "$(touch pwned)")
                        .map(pid -> Arguments.of(shell, pid)));
    }

    @ParameterizedTest
    @MethodSource("corrupt")
    void aCorruptPidFileIsRemovedAndNobodyIsSignalled(String shell, String pid) throws Exception {
        Files.writeString(helper.file(CONSUMER, "pid"), pid + "\n");

        Helper.Answer stop = helper.run(shell, "stop");

        assertThat(stop.code()).as(stop.said()).isZero();
        assertThat(stop.said()).contains("⚪ Consumer not running (corrupt PID file; its files were removed)");
        assertThat(helper.file(CONSUMER, "pid")).doesNotExist();
        assertThat(children.directory().resolve("pwned")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "zsh"})
    void aPidThatWasGivenToAnotherIsForeign(String shell) throws Exception {
        try (Bystanders bystanders = children.bystanders("")) {
            ProcessState claim = children.state(
                    "consumer",
                    UUID.randomUUID().toString(),
                    new ProcessState.Launched(bystanders.pid(), bystanders.startTicks() - 1));
            children.store().write(claim);

            Helper.Answer status = helper.run(shell, "status");
            assertThat(status.said())
                    .contains(
                            "❌ Consumer not running (stale PID file: PID %d was given to another process; its files were removed)"
                                    .formatted(bystanders.pid()));
            children.store().write(claim);
            assertThat(helper.run(shell, "stop").code()).isZero();

            assertThat(helper.file(CONSUMER, "state")).doesNotExist();
            assertThat(bystanders.alive()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "zsh"})
    void theTokenOfAnotherLaunchIsForeign(String shell) throws Exception {
        try (Bystanders bystanders = children.bystanders("E2E_TOKEN=other")) {
            children.store()
                    .write(children.state(
                            "consumer",
                            UUID.randomUUID().toString(),
                            new ProcessState.Launched(bystanders.pid(), bystanders.startTicks())));

            assertThat(helper.run(shell, "start-consumer").code()).isZero();
            assertThat(helper.run(shell, "stop").code()).isZero();

            assertThat(bystanders.alive()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "zsh"})
    void whatIsNotProvedIsLeftAlone(String shell) throws Exception {
        try (Bystanders bystanders = children.bystanders("")) {
            children.store()
                    .write(children.state(
                            "consumer",
                            UUID.randomUUID().toString(),
                            new ProcessState.Launched(bystanders.pid(), bystanders.startTicks())));
            Files.writeString(helper.file(COLLECTOR, "pid"), bystanders.pid() + "\n");

            Helper.Answer status = helper.run(shell, "status");
            assertThat(status.said())
                    .contains("❓ Consumer cannot be told: PID %d has our start time but not our token"
                            .formatted(bystanders.pid()))
                    .contains("❓ Collector cannot be told: a PID file without a state file, and PID ");
            Helper.Answer start = helper.run(shell, "start-both");
            assertThat(start.code()).isEqualTo(1);
            assertThat(start.said()).contains("Process 'consumer' cannot be started: ");
            Helper.Answer stop = helper.run(shell, "stop");
            assertThat(stop.code()).isEqualTo(1);
            assertThat(stop.said()).contains("❌ Consumer left alone: ");

            assertThat(bystanders.alive()).isEqualTo(3);
            assertThat(helper.file(CONSUMER, "state")).exists();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "zsh"})
    void aStateThatWasCutIsNotBelieved(String shell) throws Exception {
        try (Bystanders bystanders = children.bystanders("")) {
            String whole = StateCodec.write(children.state(
                    "consumer", "token", new ProcessState.Launched(bystanders.pid(), bystanders.startTicks())));
            Files.writeString(helper.file(CONSUMER, "state"), whole.substring(0, whole.length() - 2));
            Files.writeString(helper.file(COLLECTOR, "state"), whole); // another name's

            Helper.Answer stop = helper.run(shell, "stop");

            assertThat(stop.said())
                    .contains("⚪ Consumer not running (corrupt state file; its files were removed)")
                    .contains("⚪ Collector not running (corrupt state file; its files were removed)");
            assertThat(bystanders.alive()).isEqualTo(3);
        }
    }

    static Stream<Arguments> links() {
        return Stream.of("dash", "bash", "zsh")
                .flatMap(shell -> Stream.of("pid", "state", "lock", "log").map(suffix -> Arguments.of(shell, suffix)));
    }

    @ParameterizedTest
    @MethodSource("links")
    void nothingIsReadOrWrittenThroughALink(String shell, String suffix) throws Exception {
        Path victim = Files.writeString(children.directory().resolve("victim"), "precious\n");
        Path link = helper.file(CONSUMER, suffix);
        Files.createSymbolicLink(link, victim);

        Helper.Answer start = helper.run(shell, "start-consumer");
        assertThat(start.code()).as(start.said()).isEqualTo(1);
        assertThat(start.said()).contains(link.toString());
        helper.run(shell, "status");
        helper.run(shell, "stop");

        assertThat(victim).hasContent("precious\n");
        assertThat(link).isSymbolicLink();
        assertThat(children.running()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "zsh"})
    void aLockIsNotPutIntoADirectoryOfItsName(String shell) throws Exception {
        Path elsewhere = Files.createDirectory(children.directory().resolve("elsewhere"));
        Files.createSymbolicLink(helper.file(CONSUMER, "lock"), elsewhere);
        Files.createDirectory(helper.file(COLLECTOR, "lock"));

        assertThat(helper.run(shell, "start-consumer").said()).contains("is not a plain file of yours");
        assertThat(helper.run(shell, "start-collector").said()).contains("is not a plain file of yours");

        assertThat(elsewhere).isEmptyDirectory();
        assertThat(helper.file(COLLECTOR, "lock")).isEmptyDirectory();
        assertThat(children.running()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "zsh"})
    void aDeathIsToldUntilTheStop(String shell) throws Exception {
        helper.write(
                Helper.consumer(children, "echo now READY; sleep 60; exit 9").build());
        assertThat(helper.run(shell, "start-consumer").code()).isZero();
        long pid = Long.parseLong(Files.readString(helper.file(CONSUMER, "pid")).strip());
        children.kill(pid);

        Helper.Answer status = helper.run(shell, "status");
        assertThat(status.code()).isEqualTo(3);
        assertThat(status.said())
                .contains("❌ Consumer not running (stale PID file; PID %d exited with 137; ".formatted(pid))
                .contains("   | now READY\n");
        assertThat(helper.file(CONSUMER, "state")).exists();
        // Its child has lived on.
        Helper.Answer stop = helper.run(shell, "stop");
        assertThat(stop.code()).as(stop.said()).isZero();
        assertThat(stop.said()).contains("❌ Consumer not running (PID %d exited with 137; ".formatted(pid));
        assertThat(children.running()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "zsh"})
    void aDirectoryInWhichAnybodyReplacesFilesIsRefused(String shell) throws Exception {
        assertThat(helper.line("sh", "chmod 777 .").code()).isZero();

        for (String command : new String[] {"status", "stop", "start-both"}) {
            Helper.Answer answer = helper.run(shell, command);
            assertThat(answer.code()).isEqualTo(1);
            assertThat(answer.said()).contains("every user can replace files in");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "zsh"})
    void aProcessThatWroteOverItsEnvironmentIsProvedByItsKeeper(String shell) throws Exception {
        helper.write(Helper.consumer(children, "echo now READY; exec env -i /bin/sleep 60")
                .build());
        assertThat(helper.run(shell, "start-consumer").code()).isZero();

        assertThat(helper.run(shell, "status").said()).contains("✅ Consumer running (PID: ");
        assertThat(helper.run(shell, "stop").code()).isZero();
        assertThat(children.running()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "zsh"})
    void aStartWithoutItsLaunchFileSaysHowToGetIt(String shell) throws Exception {
        Files.delete(children.directory().resolve("launch/collector.sh"));

        Helper.Answer start = helper.run(shell, "start-both");

        assertThat(start.code()).isEqualTo(1);
        assertThat(start.said()).contains("Process 'collector' cannot be started from here", "mvn e2e:helper");
        assertThat(helper.file(CONSUMER, "state")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "zsh"})
    void usageIsTwo(String shell) throws Exception {
        assertThat(helper.run(shell, "begin").code()).isEqualTo(2);
        assertThat(helper.run(shell, "help").code()).isZero();
        assertThat(helper.run(shell, "help").said()).contains("start-both", "124");
    }
}
