package dev.e2e.lifecycle;

import static dev.e2e.lifecycle.Sets.ORDERS;
import static dev.e2e.lifecycle.Sets.READY_AND_STAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.lifecycle.StatusReport.State;
import dev.e2e.lifecycle.StopReport.Result;
import dev.e2e.process.Children;
import dev.e2e.process.E2eException;
import dev.e2e.readiness.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A disk that fills up at each write in turn: a small one of its own, with room for less and then for more. */
class DiskFullTest {
    private static final int PAGE = 4096;
    private static final int MOST = 24;
    private static final List<String> LOGS = List.of("e2e-orders-bg.log", "e2e-orders-bg.log.1");

    @RegisterExtension
    final Children children = new Children();

    private Path disk;
    private Sets sets;

    /** What a disk runs out of. */
    private enum Scarce {
        SPACE,
        FILES
    }

    @BeforeEach
    void mountADisk() throws Exception {
        disk = Files.createDirectory(children.directory().resolve("disk"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=256k,nr_inodes=64,mode=700", "e2e-test", disk.toString()) == 0,
                "only one who may mount can try a disk that is full");
        sets = new Sets(children, disk);
    }

    @AfterEach
    void unmountTheDisk() throws Exception {
        if (sets != null) {
            makeRoom();
            sets.stopAll();
            Awaitility.await().until(() -> run("umount", disk.toString()) == 0); // a keeper may just be leaving
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStartThatRunsOutOfItSaysSoAndLeavesNothing(Scarce scarce) throws Exception {
        List<String> told = new ArrayList<>();
        int room = 0;
        while (room < MOST && told.size() == room) {
            leaveRoomFor(scarce, room++);
            try {
                sets.start(sets.orders(READY_AND_STAY)
                        .startupTimeout(Duration.ofSeconds(3))
                        .build());
            } catch (E2eException e) {
                told.add(e.getMessage());
                makeRoom();
                assertThat(children.running()).as(e.getMessage()).isEmpty();
                assertThat(ourFiles()).as(e.getMessage()).isSubsetOf(LOGS);
                assertThat(sets.look().state()).isEqualTo(State.STOPPED);
            }
        }

        assertThat(told).hasSizeBetween(3, MOST - 1).allMatch(message -> message.contains("o space left on"));
        makeRoom();
        assertThat(sets.look().state()).isEqualTo(State.RUNNING);
        assertThat(sets.stopOrders()).isInstanceOf(Result.Stopped.class);
        assertThat(ourFiles()).isSubsetOf(LOGS);
    }

    @ParameterizedTest
    @EnumSource
    void aStopThatRunsOutOfItEitherStopsOrSaysWhyNotAndStopsLater(Scarce scarce) throws Exception {
        int refused = 0;
        boolean stopped = false;
        for (int room = 0; room < MOST && !stopped; room++) {
            long pid = sets.startOrders(sets.orders(READY_AND_STAY));
            leaveRoomFor(scarce, room);
            assertThat(sets.look().pid()).isEqualTo(pid); // a look writes nothing
            try {
                sets.stopOrders();
                stopped = true;
            } catch (E2eException e) {
                refused++;
                assertThat(e).hasMessageContaining("e2e-orders-bg.lock").hasMessageContaining("o space left on");
                assertThat(children.alive(pid)).isTrue();
                makeRoom();
                assertThat(sets.stopOrders()).isInstanceOf(Result.Stopped.class);
            }
            assertThat(children.alive(pid)).isFalse();
            assertThat(ourFiles()).isSubsetOf(LOGS);
        }
        assertThat(stopped).isTrue();
        assertThat(refused).isPositive();
    }

    @Test
    void aStatusSaysWhatItCannotClearAwayAndDoesSoLater() throws Exception {
        sets.startOrders(sets.orders(READY_AND_STAY));
        String state = Files.readString(sets.file("state"));
        sets.stopOrders();
        Files.writeString(sets.file("state"), state.replace("phase=running", "phase=starting"));
        leaveRoomFor(Scarce.SPACE, 0);

        StatusReport.Entry seen = sets.look();

        assertThat(seen.state()).isEqualTo(State.STALE);
        assertThat(seen.reason()).contains("its files cannot be removed").contains("o space left on");
        makeRoom();
        assertThat(sets.look().reason()).contains("its files were removed");
        assertThat(ourFiles()).isSubsetOf("e2e-orders-bg.log");
    }

    @Test
    void aLockOfOneWhoDiedIsTakenOverOnceThereIsRoomAgain() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.writeString(
                sets.file("lock"),
                "pid=%d\nstart=1\nboot=%s\nnonce=n1\npurpose=START\n"
                        .formatted(dead.pid(), children.table().bootId()));
        leaveRoomFor(Scarce.SPACE, 1); // for the claim to be the successor, and not for its success

        Thread stop = new Thread(() -> {
            try {
                sets.stop(ORDERS);
            } catch (E2eException e) {
                sets.progress.warn(e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        stop.start();
        stop.join(10_000);
        stop.interrupt(); // where it waits for ever
        stop.join();
        makeRoom();

        assertThat(sets.progress.lines).singleElement().asString().contains("o space left on");
        sets.startOrders(sets.orders(READY_AND_STAY));
        assertThat(sets.stopOrders()).isInstanceOf(Result.Stopped.class);
        assertThat(ourFiles()).isSubsetOf("e2e-orders-bg.log");
    }

    @Test
    void aProcessThatFillsTheDiskIsStoppedByTheFailureOfItsStart() throws Exception {
        String fill = "until [ -s '%s' ]; do sleep 0.01; done; cat /dev/zero > '%s'; echo full; exec sleep 60"
                .formatted(sets.file("pid"), disk.resolve("filler"));
        List<E2eException> told = new ArrayList<>();
        try {
            sets.start(sets.spec(
                            ORDERS,
                            children.shell(fill),
                            new Readiness.FileExists(disk.resolve("never").toString()))
                    .startupTimeout(Duration.ofSeconds(1))
                    .build());
        } catch (E2eException e) {
            told.add(e);
        }

        assertThat(told)
                .singleElement()
                .satisfies(e -> assertThat(e.getMessage())
                        .contains("was not ready within 1 s")
                        .contains("no space left on"));
        assertThat(children.running()).isEmpty();
        assertThat(ourFiles()).isSubsetOf("e2e-orders-bg.log");
    }

    /** Fills the disk until so many more pages, or files, would fit. */
    private void leaveRoomFor(Scarce scarce, int count) throws Exception {
        makeRoom();
        if (scarce == Scarce.SPACE) {
            long free = Files.getFileStore(disk).getUsableSpace();
            Files.write(disk.resolve("filler"), new byte[Math.toIntExact(free - (long) count * PAGE)]);
            assertThat(Files.getFileStore(disk).getUsableSpace()).isEqualTo((long) count * PAGE);
            return;
        }
        Path files = Files.createDirectory(disk.resolve("fillers"));
        List<Path> made = new ArrayList<>();
        try {
            while (made.size() < 1000) {
                made.add(Files.createFile(files.resolve("f" + made.size())));
            }
        } catch (IOException e) {
            for (Path file : made.subList(made.size() - count, made.size())) {
                Files.delete(file);
            }
            return;
        }
        throw new AssertionError("the disk takes any number of files");
    }

    private void makeRoom() throws Exception {
        run("rm", "-rf", disk + "/filler", disk + "/fillers");
    }

    private List<String> ourFiles() {
        return List.of(disk.toFile().list()).stream()
                .filter(name -> !name.startsWith("filler"))
                .toList();
    }

    private static int run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }
}
