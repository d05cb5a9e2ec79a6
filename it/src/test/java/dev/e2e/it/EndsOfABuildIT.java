package dev.e2e.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a build ends, what it started is gone within 5 s, and its files too. */
class EndsOfABuildIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    private Build build;

    @BeforeEach
    void prepare() throws IOException {
        build = new Build("waiting", directory);
    }

    @AfterEach
    void end() throws Exception {
        build.close();
        awaitNothingLeft(); // before the directory goes
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP", "KILL"})
    void aSignalWhileTestsRun(String signal) throws Exception {
        build.run("verify");
        awaitTests();

        build.signalGroup(signal);

        awaitNothingLeft();
        assertThat(build.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "KILL"})
    void aSignalWhileProcessesStart(String signal) throws Exception {
        build.run("verify");
        Awaitility.await().atMost(PATIENCE).until(() -> build.files().contains("e2e-infra-bg.pid"));

        build.signalGroup(signal);

        assertThat(build.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
        awaitNothingLeft();
    }

    @Test
    void aSecondCtrlC() throws Exception {
        build.run("verify");
        awaitTests();

        build.signalGroup("INT");
        build.signalGroup("INT");

        awaitNothingLeft();
    }

    @Test
    void anotherPluginThatFailsBeforeTheTests() throws Exception {
        build.run("verify", "-Dfail.before.tests");

        assertThat(build.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(build.process().exitValue()).isEqualTo(1);
        assertThat(build.log()).contains("failed on purpose").contains("Collector ready");
        awaitNothingLeft();
    }

    @Test
    void aBuildInAJvmThatLivesOn() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Dmaven.home=" + System.getProperty("e2e.it.maven"),
                "-Duser.home=" + build.project(),
                "-cp",
                mavensJars() + ":" + Path.of("target/test-classes").toAbsolutePath(),
                DaemonMain.class.getName(),
                build.project().toString(),
                "2"));
        command.addAll(build.arguments("verify", "-Dfail.before.tests"));
        build.launch(command);

        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> Files.exists(build.project().resolve("built-2"))
                        || !build.process().isAlive());

        assertThat(build.process().isAlive()).as(build::log).isTrue();
        assertThat(build.log().split("Collector ready", -1)).as(build.log()).hasSize(3);
        assertThat(build.log()).doesNotContain("already running");
        awaitNothingLeft();
    }

    private static String mavensJars() throws IOException {
        Path home = Path.of(System.getProperty("e2e.it.maven"));
        try (Stream<Path> boot = Files.list(home.resolve("boot"));
                Stream<Path> lib = Files.list(home.resolve("lib"))) {
            return String.join(
                    ":",
                    Stream.concat(boot, lib)
                            .map(Path::toString)
                            .filter(jar -> jar.endsWith(".jar"))
                            .toList());
        }
    }

    private void awaitTests() {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> Files.exists(build.project().resolve("target/tests-run"))
                        || !build.process().isAlive());
        assertThat(build.process().isAlive()).as(build::log).isTrue();
    }

    private void awaitNothingLeft() {
        Awaitility.await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            assertThat(build.processes()).isEmpty();
            assertThat(build.files()).isEmpty();
        });
    }
}
