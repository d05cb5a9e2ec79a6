package dev.e2e.lifecycle;

import static dev.e2e.lifecycle.Sets.DB;
import static dev.e2e.lifecycle.Sets.ORDERS;
import static dev.e2e.lifecycle.Sets.READY_AND_STAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.e2e.lifecycle.StatusReport.State;
import dev.e2e.lifecycle.StopReport.Result;
import dev.e2e.process.Bystanders;
import dev.e2e.process.Children;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A directory like {@code /tmp}, in which another user has files under our names. */
class SharedDirectoryTest {
    private static final int NOBODY = 65534;

    @RegisterExtension
    final Children children = new Children();

    private Sets sets;

    @BeforeEach
    void shareTheDirectory() throws Exception {
        Assumptions.assumeTrue(
                Files.getOwner(children.directory()).getName().equals("root"),
                "only root can give files to another user");
        sets = new Sets(children);
        mode(01777);
    }

    @AfterEach
    void stopAll() throws Exception {
        sets.stopAll();
    }

    @Test
    void aDirectoryWithoutTheStickyBitIsRefusedByAllOfThem() throws Exception {
        mode(0777);

        for (org.assertj.core.api.ThrowableAssert.ThrowingCallable way :
                List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                        () -> sets.start(sets.orders(READY_AND_STAY).build()), () -> sets.stop(ORDERS), sets::look)) {
            assertThatThrownBy(way)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("every user can replace files in '" + children.directory() + "'")
                    .hasMessageContaining("-De2e.directory");
        }
        assertThat(children.directory()).isEmptyDirectory();
        mode(01777);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pid", "state", "log", "log.1", "work", "lock"})
    void aStartNamesTheOwnerAndTheWayOutAndTouchesNothingOfTheirs(String suffix) throws Exception {
        if (suffix.equals("log.1")) {
            Files.writeString(sets.file("log"), "of an earlier start of ours");
        }
        Path theirs = leave(ORDERS, suffix);
        List<String> before = theirs();

        assertThatThrownBy(() -> sets.start(sets.orders(READY_AND_STAY).build()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'" + theirs + "' belongs to user nobody")
                .hasMessageContaining("use another directory with -De2e.directory=");

        assertThat(theirs()).isEqualTo(before);
        assertThat(sets.file("pid").toFile().exists() && !suffix.equals("pid")).isFalse();
        assertThat(sets.file("state").toFile().exists() && !suffix.equals("state"))
                .isFalse();
    }

    @Test
    void aDirectoryFullOfTheirsIsReportedAndLeftAsItIs() throws Exception {
        try (Bystanders bystanders = children.bystanders("")) {
            for (String suffix : List.of("log", "log.1", "work", "lock")) {
                leave(ORDERS, suffix);
            }
            // What a stranger would have to write for his process, or ours, to be stopped by us.
            children.store()
                    .write(children.state(
                            "orders", "token", new ProcessState.Launched(bystanders.pid(), bystanders.startTicks())));
            give(sets.file("state"));
            give(sets.file("pid"));
            List<String> before = theirs();

            StatusReport.Entry seen = sets.look();
            assertThat(seen.state()).isEqualTo(State.UNVERIFIABLE);
            assertThat(seen.reason()).contains("belongs to user nobody").contains("-De2e.directory=");
            assertThatThrownBy(() -> sets.stop(ORDERS))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("belongs to user nobody")
                    .hasMessageContaining("-De2e.directory=");
            assertThat(sets.stopAll().results()).isEmpty();

            assertThat(theirs()).isEqualTo(before);
            assertThat(bystanders.alive()).isEqualTo(3);
        }
    }

    @Test
    void besideTheirsOursWorkAsEver() throws Exception {
        for (String suffix : List.of("pid", "state", "log", "log.1", "work", "lock")) {
            leave(ORDERS, suffix);
        }
        List<String> before = theirs();

        sets.start(sets.spec(DB, READY_AND_STAY).build());

        StatusReport seen = sets.look(ORDERS, DB);
        assertThat(seen.processes())
                .extracting(StatusReport.Entry::state)
                .containsExactly(State.UNVERIFIABLE, State.RUNNING);
        assertThat(sets.stopAll().results().get(DB)).isInstanceOf(Result.Stopped.class);
        assertThat(theirs()).isEqualTo(before);
    }

    @Test
    void elsewhereTheSameNameIsFree() throws Exception {
        leave(ORDERS, "pid");
        Sets elsewhere =
                new Sets(children, Files.createDirectory(children.directory().resolve("elsewhere")));

        long pid = elsewhere.startOrders(elsewhere.orders(READY_AND_STAY));

        assertThat(children.alive(pid)).isTrue();
        assertThat(elsewhere.stopOrders()).isInstanceOf(Result.Stopped.class);
    }

    private void mode(int mode) throws IOException {
        Files.setAttribute(children.directory(), "unix:mode", mode);
    }

    private Path leave(ProcessName name, String suffix) throws IOException {
        Path file = sets.file(name, suffix);
        if (suffix.equals("work")) {
            give(Files.writeString(Files.createDirectory(file).resolve("exit"), "7"));
        } else {
            Files.writeString(file, "theirs");
        }
        return give(file);
    }

    private static Path give(Path file) throws IOException {
        Files.setAttribute(file, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
        return file;
    }

    /** All that there is to know of what belongs to the other user. */
    private List<String> theirs() throws IOException {
        List<String> found = new ArrayList<>();
        try (var files = Files.walk(children.directory())) {
            for (Path file : files.sorted().toList()) {
                var facts = Files.readAttributes(
                        file, "unix:uid,ino,mode,size,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
                if (Set.of(NOBODY).contains(facts.get("uid"))) {
                    found.add(file + " " + new java.util.TreeMap<>(facts)
                            + (Files.isRegularFile(file) ? Files.readString(file) : ""));
                }
            }
        }
        return found;
    }
}
