package dev.e2e.lifecycle;

import static dev.e2e.lifecycle.Sets.ORDERS;
import static dev.e2e.lifecycle.Sets.READY_AND_STAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.e2e.lifecycle.StatusReport.State;
import dev.e2e.lifecycle.StopReport.Result;
import dev.e2e.process.Children;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.StopRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Symbolic links under our names: what they point at is neither read as ours nor written nor removed. */
class LinkedFilesTest {
    @RegisterExtension
    final Children children = new Children();

    private Sets sets;
    private Path victim;

    @BeforeEach
    void makeTheVictim() throws Exception {
        sets = new Sets(children);
        victim = Files.createDirectory(children.directory().resolve("victim"));
        Files.writeString(victim.resolve("precious"), "precious");
    }

    @AfterEach
    void theVictimIsUntouched() throws Exception {
        assertThat(victim.toFile().list()).containsExactly("precious");
        assertThat(victim.resolve("precious")).hasContent("precious");
        sets.stopAll();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pid", "state", "log", "log.1", "lock", "work"})
    void aStartRefusesALinkAndLeavesNothing(String suffix) throws Exception {
        if (suffix.equals("log.1")) {
            Files.writeString(sets.file("log"), "of an earlier start");
        }
        Path link = link(suffix);
        Set<String> before = names();

        assertThatThrownBy(() -> sets.start(sets.orders(READY_AND_STAY).build()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'" + link + "' is a symbolic link, which we never follow");

        Set<String> after = names();
        after.remove("e2e-orders-bg.log"); // is kept for the eyes of its user
        before.remove("e2e-orders-bg.log");
        assertThat(after).isEqualTo(before);

        Files.delete(link);
        assertThat(children.alive(sets.startOrders(sets.orders(READY_AND_STAY))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pid", "state", "log", "log.1", "lock", "work"})
    void aStatusWithNothingRunningLeavesALinkWhereItIs(String suffix) throws Exception {
        Path link = link(suffix);

        StatusReport.Entry seen = sets.look();

        assertThat(seen.state()).isIn(State.STOPPED, State.UNVERIFIABLE);
        assertThat(link).isSymbolicLink();
        Files.delete(link);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pid", "state", "lock"})
    void aStopRefusesALinkThatItWouldHaveToBelieve(String suffix) throws Exception {
        long pid = sets.startOrders(sets.orders(READY_AND_STAY));
        Path moved = victim.resolveSibling("moved");
        if (!suffix.equals("lock")) {
            Files.move(sets.file(suffix), moved);
        }
        Path link = link(suffix);

        assertThatThrownBy(() -> sets.stop(ORDERS))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'" + link + "' is a symbolic link");
        assertThat(children.alive(pid)).isTrue();

        Files.delete(link);
        if (!suffix.equals("lock")) {
            Files.move(moved, sets.file(suffix));
        }
        assertThat(sets.stopOrders()).isInstanceOf(Result.Stopped.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"log", "log.1"})
    void aStopNeedsNoLogAndWritesItsCommandsOutputThroughNoLink(String suffix) throws Exception {
        long pid = sets.startOrders(sets.orders(READY_AND_STAY)
                .stop(new StopRules(
                        Duration.ofSeconds(10),
                        "TERM",
                        List.of("sh", "-c", "echo overwritten; exit 1"),
                        children.directory(),
                        StopRules.EarlyExit.FAILS)));
        Path link = link(suffix);

        assertThat(sets.stopOrders()).isInstanceOf(Result.Stopped.class);

        assertThat(children.alive(pid)).isFalse();
        assertThat(link).isSymbolicLink();
    }

    @Test
    void aStopEndsTheProcessAndForgetsItThoughItsWorkDirectoryBecameALink() throws Exception {
        long pid = sets.startOrders(sets.orders(READY_AND_STAY));
        Files.move(sets.file("work"), victim.resolveSibling("moved"));
        Path link = link("work");

        assertThatThrownBy(() -> sets.stop(ORDERS))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'" + link + "' is a symbolic link");

        assertThat(children.alive(pid)).isFalse();
        assertThat(sets.file("pid")).doesNotExist();
        assertThat(sets.file("state")).doesNotExist();
        assertThat(link).isSymbolicLink();
        Files.delete(link);
    }

    @Test
    void aProcessThatRunsIsSeenAlthoughItsWorkDirectoryAndLogAreLinks() throws Exception {
        long pid = sets.startOrders(sets.orders(READY_AND_STAY));
        Files.move(sets.file("work"), victim.resolveSibling("moved"));
        Path work = link("work");
        link("log");

        assertThat(sets.look().pid()).isEqualTo(pid);
        assertThat(sets.look().state()).isEqualTo(State.RUNNING);

        Files.delete(work);
        assertThat(sets.stopOrders()).isInstanceOf(Result.Stopped.class);
    }

    /** Puts a link under the name, in place of what is there: to the victim's directory, or to the file in it. */
    private Path link(String suffix) throws IOException {
        Path link = sets.file(suffix);
        Files.deleteIfExists(link);
        return Files.createSymbolicLink(link, suffix.equals("work") ? victim : victim.resolve("precious"));
    }

    private Set<String> names() {
        return new java.util.TreeSet<>(List.of(children.directory().toFile().list()));
    }
}
