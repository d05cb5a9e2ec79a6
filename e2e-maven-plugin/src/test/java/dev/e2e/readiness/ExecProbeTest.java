package dev.e2e.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExecProbeTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String HANG = "sleep 60 & echo $! > child.tmp; echo $$ > self; mv child.tmp child; wait";

    @RegisterExtension
    final OpenProbes probes = new OpenProbes();

    @Test
    void failsThenSucceeds() throws IOException {
        Probe probe = shell("echo looking; test -f db || { echo 'no such database' >&2; exit 2; }", LONG);
        assertThat(probe.lastSeen()).isEmpty();
        OpenProbes.awaitSeen(probe, "exit code 2: no such database");
        Files.createFile(probes.directory().resolve("db"));

        assertThat(OpenProbes.awaitMet(probe)).isEqualTo(Map.of());
    }

    @Test
    void runsWhereAndAsTheProcessDoesWithNothingToRead() throws IOException {
        Path bin = Files.createDirectory(probes.directory().resolve("bin"));
        Path program = Files.createFile(
                bin.resolve("own-check"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(program, "#!/bin/sh\ncat\necho \"$1 $DB\" > seen\n");
        Probe probe = probes.open(
                new Readiness.Exec(List.of("own-check", "a b"), LONG),
                Map.of("DB", "here", "PATH", bin + ":" + System.getenv("PATH")));

        assertThat(OpenProbes.awaitMet(probe)).isEmpty();
        assertThat(probes.directory().resolve("seen")).hasContent("a b here");
    }

    @Test
    void tellsOfAProgramThatIsNotThere() {
        Probe probe = probes.open(new Readiness.Exec(List.of("no-such-program"), LONG));
        OpenProbes.awaitSeen(probe, "exit code 127: env:");
        assertThat(probe.lastSeen()).contains("no-such-program");
    }

    @Test
    void bearsAMegabyteOfOutputAndKeepsTheEnd() {
        Probe probe =
                shell("head -c 1000000 /dev/zero | tr '\\0' x; echo; printf '\\033[31mthe end\\n\\n'; exit 3", LONG);

        OpenProbes.awaitSeen(probe, "exit code 3: [31mthe end");
    }

    @Test
    void keepsALongLastLineShort() {
        Probe probe = shell("head -c 1000000 /dev/zero | tr '\\0' x; exit 3", LONG);

        OpenProbes.awaitSeen(probe, "exit code 3: xxx");
        assertThat(probe.lastSeen()).hasSize("exit code 3: ".length() + 500);
    }

    @Test
    void doesNotFillTheDiskWithEndlessOutput() throws IOException {
        Probe probe = shell("echo $$ > self; exec yes", LONG);
        assertThat(probe.check()).isEmpty();
        Awaitility.await().until(() -> Files.exists(probes.directory().resolve("self")));
        // It has been emptied when it is seen shorter than before.
        long[] longest = new long[1];
        Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> {
            long size = outputSize();
            longest[0] = Math.max(longest[0], size);
            return size < longest[0];
        });
        probe.close();
        assertThat(alive("self")).isFalse();
    }

    @Test
    void killsACommandThatHangsWithItsChildAndTriesAgain() throws IOException {
        String script = "test -f healed && exit 0; echo waiting; test -f child && exec sleep 60; " + HANG;
        Probe probe = shell(script, Duration.ofSeconds(1));
        OpenProbes.awaitSeen(probe, "still ran after 1 s: waiting");
        Awaitility.await().until(() -> !alive("self") && !alive("child"));
        Files.createFile(probes.directory().resolve("healed"));

        assertThat(OpenProbes.awaitMet(probe)).isEmpty();
    }

    @Test
    void killsTheCommandThatRunsWhenItIsClosed() throws IOException {
        Probe probe = shell(HANG, LONG);
        assertThat(probe.check()).isEmpty();
        Awaitility.await().until(() -> Files.exists(probes.directory().resolve("child")));
        assertThat(alive("self")).isTrue();
        probe.close();

        assertThat(alive("self")).as("the command, once close has returned").isFalse();
        Awaitility.await().until(() -> !alive("child"));
    }

    @Test
    void killsTheCommandEvenWhenTheCloserIsInterrupted() throws IOException {
        Probe probe = shell(HANG, LONG);
        assertThat(probe.check()).isEmpty();
        Awaitility.await().until(() -> Files.exists(probes.directory().resolve("child")));
        Thread.currentThread().interrupt();
        probe.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(alive("self")).isFalse();
        Awaitility.await().until(() -> !alive("child"));
    }

    @Test
    void runsNothingBeforeTheFirstLook() throws IOException {
        shell("touch ran", LONG).close();

        assertThat(probes.directory().resolve("ran")).doesNotExist();
        assertThat(probes.work()).isEmptyDirectory();
    }

    private Probe shell(String script, Duration timeout) {
        return probes.open(new Readiness.Exec(List.of("sh", "-c", script), timeout));
    }

    private long outputSize() throws IOException {
        try (var files = Files.list(probes.work())) {
            return Files.size(files.findFirst().orElseThrow());
        }
    }

    /** Whether the process that has written its PID to this file runs; a zombie does not. */
    private boolean alive(String file) throws IOException {
        Path stat = Path.of(
                "/proc", Files.readString(probes.directory().resolve(file)).strip(), "stat");
        try {
            String text = Files.readString(stat);
            return text.charAt(text.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }
}
