package dev.e2e.lifecycle;

import static dev.e2e.lifecycle.Sets.ORDERS;
import static dev.e2e.lifecycle.Sets.READY_AND_STAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.e2e.lifecycle.StatusReport.State;
import dev.e2e.lifecycle.StopReport.Result;
import dev.e2e.process.Bystanders;
import dev.e2e.process.Children;
import dev.e2e.process.E2eException;
import dev.e2e.process.ProcessFailureException;
import dev.e2e.process.ProcessState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** PID and state files that lie: start, stop and status do no harm, say what they see, and find their way out. */
class HostileFilesTest {
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

    /** What our files say of somebody else's process, for which there is no evidence either way. */
    private enum Unproved {
        PID_FILE_ALONE,
        STATE_WITH_ITS_START_BUT_A_TOKEN_IT_DOES_NOT_HAVE
    }

    /** What our files say of somebody else's process, although the evidence is against it. */
    private enum Disproved {
        STATE_WITH_ANOTHER_START,
        STATE_WITH_THE_TOKEN_OF_ANOTHER_LAUNCH
    }

    @ParameterizedTest
    @EnumSource
    void bystandersOfWhichNothingIsProvedAreReportedAndLeftAlone(Unproved claim) throws Exception {
        try (Bystanders bystanders = children.bystanders("")) {
            if (claim == Unproved.PID_FILE_ALONE) {
                Files.writeString(sets.file("pid"), bystanders.pid() + "\n");
            } else {
                claim(bystanders.pid(), bystanders.startTicks());
            }

            for (int look = 0; look < 2; look++) {
                StatusReport.Entry seen = sets.look();
                assertThat(seen.state()).isEqualTo(State.UNVERIFIABLE);
                assertThat(seen.pid()).isEqualTo(bystanders.pid());
            }
            assertThatThrownBy(() -> sets.start(sets.orders(READY_AND_STAY).build()))
                    .isInstanceOf(ProcessFailureException.class)
                    .hasMessageContaining("Process 'orders' cannot be started")
                    .hasMessageContaining("ps -fp " + bystanders.pid());
            StopReport report = sets.stop(ORDERS);
            assertThat(report.results().get(ORDERS)).isInstanceOf(Result.LeftAlone.class);
            assertThat(report.problems()).singleElement().asString().contains("ps -fp " + bystanders.pid());
            assertThat(sets.file("pid")).hasContent(Long.toString(bystanders.pid()));
            assertThat(bystanders.alive()).isEqualTo(3);
        }
        assertThat(sets.look().state()).isEqualTo(State.STALE);
        sets.startOrders(sets.orders(READY_AND_STAY)); // what was in the way is gone
    }

    @ParameterizedTest
    @EnumSource
    void bystandersThatAreProvedNotToBeOursLiveOnAndOurFilesGo(Disproved claim) throws Exception {
        boolean token = claim == Disproved.STATE_WITH_THE_TOKEN_OF_ANOTHER_LAUNCH;
        try (Bystanders bystanders = children.bystanders(token ? "E2E_TOKEN=another" : "")) {
            long start = bystanders.startTicks() - (token ? 0 : 1);

            claim(bystanders.pid(), start);
            assertThat(sets.look().state()).isEqualTo(State.FOREIGN);
            assertNoFiles();

            claim(bystanders.pid(), start);
            assertThat(sets.stopOrders()).isInstanceOf(Result.StaleRemoved.class);
            assertNoFiles();

            claim(bystanders.pid(), start);
            long pid = sets.startOrders(sets.orders(READY_AND_STAY));
            assertThat(children.alive(pid)).isTrue();
            assertThat(bystanders.alive()).isEqualTo(3);
        }
    }

    @Test
    void aBystanderThatHasThePidWhichOursHadBeforeTheBootLivesOn() throws Exception {
        try (Bystanders bystanders = children.bystanders("")) {
            Runnable leave = () -> {
                claim(bystanders.pid(), bystanders.startTicks());
                replaceInState(children.table().bootId(), "11111111-2222-3333-4444-555555555555");
                replaceInState("phase=starting", "phase=running");
            };

            leave.run();
            assertThat(sets.look().state()).isEqualTo(State.STALE);
            assertNoFiles();

            leave.run();
            StopReport report = sets.stop(ORDERS);
            assertThat(report.results().get(ORDERS)).isInstanceOf(Result.StaleRemoved.class);
            assertThat(report.problems()).isEmpty(); // nobody ended it: the machine did
            assertNoFiles();

            leave.run();
            sets.startOrders(sets.orders(READY_AND_STAY));
            assertThat(bystanders.alive()).isEqualTo(3);
        }
    }

    static Stream<String> nonsense() {
        return Stream.of(
                "0",
                "1",
                "-1",
                Long.toString(ProcessHandle.current().pid()),
                "1073741824",
                "letters",
                "",
                "x\0\n".repeat(1024 * 1024 / 3));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void aPidFileOfNonsenseIsInNobodysWay(String content) throws Exception {
        Files.writeString(sets.file("pid"), content);
        assertThat(sets.look().state()).isEqualTo(State.STALE);
        assertNoFiles();

        Files.writeString(sets.file("pid"), content);
        assertThat(sets.stopOrders()).isInstanceOf(Result.StaleRemoved.class);
        assertNoFiles();

        Files.writeString(sets.file("pid"), content);
        assertThat(children.alive(sets.startOrders(sets.orders(READY_AND_STAY))))
                .isTrue();
    }

    @Test
    void aProcessWhoseStateFileWasCutInHalfIsReportedLeftAloneAndOursAgainWithTheWholeFile() throws Exception {
        long pid = sets.startOrders(sets.orders(READY_AND_STAY));
        String whole = Files.readString(sets.file("state"));
        Files.writeString(sets.file("state"), whole.substring(0, whole.length() / 2));

        assertThat(sets.look().state()).isEqualTo(State.UNVERIFIABLE);
        assertThat(sets.look().reason()).contains("a PID file with a corrupt state file");
        assertThat(sets.stopOrders()).isEqualTo(new Result.LeftAlone(pid, "a PID file with a corrupt state file"));
        assertThatThrownBy(() -> sets.start(sets.orders(READY_AND_STAY).build()))
                .isInstanceOf(ProcessFailureException.class)
                .hasMessageContaining("a PID file with a corrupt state file, and PID " + pid);
        assertThat(children.alive(pid)).isTrue();

        Files.writeString(sets.file("state"), whole);
        assertThat(sets.stopOrders()).isInstanceOf(Result.Stopped.class);
        assertThat(children.alive(pid)).isFalse();
    }

    @Test
    void halfAStateFileWithoutItsProcessIsInNobodysWay() throws Exception {
        sets.startOrders(sets.orders(READY_AND_STAY));
        String whole = Files.readString(sets.file("state"));
        sets.stopOrders();

        Files.writeString(sets.file("state"), whole.substring(0, whole.length() / 2));
        assertThat(sets.look().state()).isEqualTo(State.STALE);
        assertNoFiles();

        Files.writeString(sets.file("state"), whole.substring(0, whole.length() / 2));
        assertThat(sets.stopOrders()).isEqualTo(new Result.StaleRemoved("corrupt state file"));
        assertNoFiles();

        Files.writeString(sets.file("state"), whole.substring(0, whole.length() / 2));
        sets.startOrders(sets.orders(READY_AND_STAY));
    }

    /** Puts files there that say that "orders" is this process. */
    private void claim(long pid, long startTicks) {
        try {
            sets.store().write(children.state("orders", "token", new ProcessState.Launched(pid, startTicks)));
        } catch (E2eException e) {
            throw new AssertionError(e);
        }
    }

    private void replaceInState(String old, String now) {
        Path state = sets.file("state");
        try {
            String text = Files.readString(state);
            assertThat(text).contains(old);
            Files.writeString(state, text.replace(old, now));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertNoFiles() {
        assertThat(Map.of("pid", Files.exists(sets.file("pid")), "state", Files.exists(sets.file("state"))))
                .doesNotContainValue(true);
    }
}
