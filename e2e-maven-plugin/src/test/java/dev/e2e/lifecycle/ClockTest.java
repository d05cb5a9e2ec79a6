package dev.e2e.lifecycle;

import static dev.e2e.lifecycle.Sets.ORDERS;
import static dev.e2e.lifecycle.Sets.READY_AND_STAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.lifecycle.StatusReport.State;
import dev.e2e.lifecycle.StopReport.Result;
import dev.e2e.process.Children;
import dev.e2e.process.Launcher;
import dev.e2e.process.Owner;
import dev.e2e.process.ProcessTable;
import dev.e2e.process.StateDirectory;
import dev.e2e.process.StateStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clock that is stepped by an hour between the start and what comes after it. */
class ClockTest {
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

    /** The same as far as we can see of it: the times of the start are an hour off, everywhere they are written. */
    @ParameterizedTest
    @ValueSource(ints = {-60, 60})
    void theUptimeIsThatOfTheKernelAndTheStopWorks(int minutes) throws Exception {
        long pid = sets.startOrders(sets.orders(READY_AND_STAY));
        Path state = sets.file("state");
        StringBuilder shifted = new StringBuilder();
        for (String line : Files.readAllLines(state)) {
            String[] word = line.split("=", 2);
            shifted.append(
                            word[0].endsWith("At")
                                    ? word[0] + "=" + Instant.parse(word[1]).plus(Duration.ofMinutes(minutes))
                                    : line)
                    .append('\n');
        }
        Files.writeString(state, shifted);

        StatusReport.Entry seen = sets.look();

        assertThat(seen.state()).isEqualTo(State.RUNNING);
        assertThat(seen.uptime()).isBetween(Duration.ZERO, Duration.ofMinutes(5));
        assertThat(sets.stopOrders()).isInstanceOf(Result.Stopped.class);
        assertThat(children.alive(pid)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1h", "-1h"})
    void aJvmWithAnotherTimeSeesItRunAndStopsIt(String step) throws Exception {
        Assumptions.assumeTrue(
                Launcher.program("faketime", System.getenv()).isPresent(),
                "only the program 'faketime' steps a clock without harm to others");
        sets.startOrders(sets.orders(READY_AND_STAY));
        ProcessBuilder jvm = children.jvm(Later.class);
        jvm.command().addAll(0, List.of("faketime", "-f", step));
        jvm.environment().put("FAKETIME_DONT_FAKE_MONOTONIC", "1"); // as a step of the real clock does not
        Process later = jvm.redirectOutput(children.directory().resolve("later").toFile())
                .start();

        assertThat(later.waitFor(60, TimeUnit.SECONDS)).isTrue();

        List<String> told = Files.readAllLines(children.directory().resolve("later"));
        long shift = Duration.between(Instant.now(), Instant.parse(told.get(0))).toMinutes();
        assertThat(Math.abs(shift)).isBetween(55L, 65L);
        assertThat(told.get(1)).isEqualTo("RUNNING");
        assertThat(Duration.parse(told.get(2))).isBetween(Duration.ZERO, Duration.ofMinutes(5));
        assertThat(told.get(3)).startsWith("Stopped");
    }

    /** Looks and stops, and tells what it saw. */
    static final class Later {
        public static void main(String[] arguments) throws Exception {
            ProcessTable table = ProcessTable.ofThisMachine();
            StateStore store = new StateStore(StateDirectory.open(Path.of("")), table);
            StatusReport.Entry seen = new SetStatus(store, table, published -> Optional.empty())
                    .look(List.of(ORDERS))
                    .processes()
                    .get(0);
            StopReport report = new SetStop(store, table)
                    .run(new SetStop.Request(
                            Set.of(ORDERS),
                            Optional.empty(),
                            Member.endOf(Owner.thisProcess(table, "later", "/later")),
                            Force.RESPECT_OTHER_BUILDS));
            System.out.println(Instant.now());
            System.out.println(seen.state());
            System.out.println(seen.uptime());
            System.out.println(report.results().get(ORDERS));
        }
    }
}
