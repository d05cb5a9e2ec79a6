package dev.e2e.lifecycle;

import static dev.e2e.lifecycle.Sets.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.lifecycle.StopReport.Result;
import dev.e2e.process.Children;
import dev.e2e.process.ProcessName;
import dev.e2e.readiness.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Processes that print without end, or cannot print any more, and names of rotated logs that are taken. */
class LogLimitTest {
    private static final int LIMIT = 1024 * 1024;
    private static final Readiness READY = new Readiness.LogLine(Pattern.compile("^READY"));
    private static final String FLOOD = "yes 'line after line after line' | head -c %d; echo the last of the flood; ";

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

    @Test
    void aFloodIsCutToItsLimitItsLastPartIsKeptAndTheProcessLivesOn() throws Exception {
        long flood = Long.getLong("e2e.flood", 200L * 1024 * 1024); // 1 GB takes -De2e.flood=1073741824
        long pid = sets.startOrders(sets.spec(
                ORDERS,
                sets.logging(
                        "echo READY; " + FLOOD.formatted(flood) + "touch done;"
                                + " until [ -e more ]; do sleep 0.01; done; echo more; exec sleep 60",
                        LIMIT),
                READY));
        await(() -> Files.exists(children.directory().resolve("done"))
                && Files.size(sets.file("log")) <= LIMIT
                && Files.exists(sets.file("log.1")));

        assertThat(Files.size(sets.file("log.1"))).isEqualTo(LIMIT);
        String kept = Files.readString(sets.file("log.1")) + Files.readString(sets.file("log"));
        assertThat(kept).endsWith("the last of the flood\n").doesNotContain("\0"); // no hole where it was emptied
        assertThat(children.alive(pid)).isTrue();

        Files.createFile(children.directory().resolve("more"));
        await(() -> Files.readString(sets.file("log")).endsWith("more\n"));
        assertThat(Files.readString(sets.file("log"))).doesNotContain("\0");
        assertThat(sets.stopOrders()).isInstanceOf(Result.Stopped.class);
    }

    @Test
    void aRotatedLogIsWrittenOverNothingThatIsNotOurs() throws Exception {
        Path victim = Files.createDirectory(children.directory().resolve("victim"));
        Path file = Files.writeString(victim.resolve("precious"), "precious");
        ProcessName toFile = new ProcessName("to-a-file");
        ProcessName toDirectory = new ProcessName("to-a-directory");
        ProcessName directory = new ProcessName("a-directory");
        String flood = FLOOD.formatted(2 * LIMIT) + "echo READY; exec sleep 60";
        Files.createSymbolicLink(sets.file(toFile, "log.1"), file);
        Files.createSymbolicLink(sets.file(toDirectory, "log.1"), victim);
        Files.createDirectory(sets.file(directory, "log.1"));
        List<ProcessName> names = List.of(toFile, toDirectory, directory);

        sets.start(names.stream()
                .map(name -> sets.spec(name, sets.logging(flood, LIMIT), READY).build())
                .toArray(ProcessSpec[]::new));
        for (ProcessName name : names) {
            await(() -> Files.size(sets.file(name, "log")) <= LIMIT);
            await(() -> !Files.exists(sets.file(name, "work").resolve("log.1")));
        }

        assertThat(sets.file(toFile, "log.1")).isSymbolicLink();
        assertThat(sets.file(toDirectory, "log.1")).isSymbolicLink();
        assertThat(sets.file(directory, "log.1")).isEmptyDirectory();
        assertThat(victim.toFile().list()).containsExactly("precious");
        assertThat(file).hasContent("precious");
    }

    @Test
    void aLogThatBecameALinkWhileItsProcessRunsIsNotRotated() throws Exception {
        Path victim = Files.writeString(children.directory().resolve("victim"), "precious".repeat(LIMIT / 8 + 1));
        Path link = sets.file("log");
        sets.startOrders(sets.spec(
                ORDERS, sets.logging("echo READY; until [ -e end ]; do sleep 0.01; done; exit 7", LIMIT), READY));
        Files.delete(link);
        Files.createSymbolicLink(link, victim);
        // A rotation would come within a second, and the keeper ends after the last one.
        long keeper = children.table().find(sets.look().pid()).orElseThrow().parent();
        long before = watchesOf(keeper);
        await(() -> watchesOf(keeper) != before);
        Files.createFile(children.directory().resolve("end"));
        await(() -> !children.alive(keeper));

        assertThat(Files.size(victim)).isGreaterThan(LIMIT);
        assertThat(sets.file("log.1")).doesNotExist();
    }

    @Test
    void aProcessThatClosesItsOutputRunsOn() throws Exception {
        long pid = sets.startOrders(sets.orders("echo READY; exec >&- 2>&-; echo into the void; sleep 60"));

        assertThat(sets.look().pid()).isEqualTo(pid);
        assertThat(sets.stopOrders()).isInstanceOf(Result.Stopped.class);
    }

    @Test
    void aProcessThatClosesItsOutputAtOnceIsReadyByOtherSigns() throws Exception {
        long pid = sets.startOrders(sets.spec(
                        ORDERS,
                        children.shell("exec >&- 2>&-; echo up > up; exec sleep 60"),
                        new Readiness.FileExists("up"))
                .failOn(Pattern.compile("FATAL")));

        assertThat(children.alive(pid)).isTrue();
        assertThat(sets.file("log")).isEmptyFile();
        assertThat(sets.stopOrders()).isInstanceOf(Result.Stopped.class);
    }

    /** The PID of the pause in which the keeper's watch of the log is; another one means that it has looked. */
    private long watchesOf(long keeper) {
        return children.table().list().stream()
                .filter(facts -> facts.group() == keeper
                        && children.table().commandLine(facts.pid()).equals("sleep 1"))
                .mapToLong(facts -> facts.pid())
                .findFirst()
                .orElse(0);
    }

    private static void await(Condition condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .ignoreException(IOException.class)
                .until(condition::isMet);
    }

    @FunctionalInterface
    private interface Condition {
        boolean isMet() throws IOException;
    }
}
