package dev.e2e.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A restart that is ended by a signal in the middle: what ran runs again. */
class EndsOfARestartIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private Build build;

    @AfterEach
    void end() throws Exception {
        build.run("e2e:stop");
        assertThat(build.exitCode()).as(build::log).isZero();
        build.close();
        build.leftovers().awaitNone();
    }

    @ParameterizedTest
    @CsvSource({"INT, 1", "INT, 2", "TERM, 1", "HUP, 1"})
    void aSignalWhileProcessesStartAgain(String signal, int times) throws Exception {
        List<String> before = start("3");
        build.run("e2e:restart");
        awaitAnother("orders", before.get(0)); // web waits for it, and is stopped by now

        for (int time = 0; time < times; time++) {
            build.signalGroup(signal);
            build.awaitLog("The restart goes on to its end first");
        }

        assertThat(build.exitCode()).as(build::log).isGreaterThan(128);
        assertThat(build.log()).contains("✅ Orders ready again", "✅ Web ready again");
        assertThat(pids()).doesNotContainAnyElementsOf(before);
        runAndAreReady();
    }

    private List<String> start(String slow) throws Exception {
        build = new Build("declared", directory).run("e2e:start", "-Dslow=" + slow);
        assertThat(build.exitCode()).as(build::log).isZero();
        return pids();
    }

    private List<String> pids() throws Exception {
        return List.of(pid("orders"), pid("web"));
    }

    private String pid(String name) throws Exception {
        return Files.readString(pidFile(name)).strip();
    }

    private Path pidFile(String name) {
        return build.leftovers().states().resolve("e2e-" + name + "-bg.pid");
    }

    private void awaitAnother(String name, String pid) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Files.exists(pidFile(name)) && !pid(name).equals(pid));
    }

    private void runAndAreReady() throws Exception {
        build.run("e2e:status", "-De2e.failIfNotRunning");
        assertThat(build.exitCode()).as(build::log).isZero();
    }
}
