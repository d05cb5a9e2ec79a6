package dev.e2e.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However a build ends, what it started is gone within 5 s, and its files too. */
class EndsOfABuildIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    private Build build;

    @AfterEach
    void end() throws Exception {
        build.close();
        build.leftovers().awaitNone(); // before the directory goes
    }

    @Test
    void success() throws Exception {
        build = declared().withQuickTests().run("verify");

        assertThat(build.exitCode()).as(build::log).isZero();
        assertThat(build.log()).contains("✅ Web ready after", "✅ Orders stopped", "✅ Nothing left behind");
        build.leftovers().awaitNone();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail.before.tests", "fail.in.tests"})
    void aPluginThatFailsSoThatTheStopNeverRuns(String where) throws Exception {
        build = declared().run("verify", "-D" + where);

        assertThat(build.exitCode()).isEqualTo(1);
        assertThat(build.log())
                .contains("✅ Web ready after", "failed on purpose", "The build ends before 'e2e:stop'")
                .doesNotContain(":stop (default)");
        build.leftovers().awaitNone();
    }

    @ParameterizedTest
    @CsvSource({"INT, 1", "INT, 2", "TERM, 1", "HUP, 1", "KILL, 1"})
    void aSignalWhileTestsRun(String signal, int times) throws Exception {
        build = declared().run("verify");
        build.awaitTests();
        assertThat(build.leftovers().processes()).isNotEmpty();

        for (int time = 0; time < times; time++) {
            build.signalGroup(signal);
        }

        build.leftovers().awaitNone();
        assertThat(build.exitCode()).isGreaterThan(128);
    }

    @ParameterizedTest
    @CsvSource({"INT, 1", "INT, 2", "TERM, 1", "HUP, 1", "KILL, 1"})
    void aSignalWhileProcessesStart(String signal, int times) throws Exception {
        build = declared().run("verify", "-Dslow=600");
        build.awaitLaunch("web"); // what it depends on is ready, it itself never is
        assertThat(build.leftovers().processes()).isNotEmpty();

        for (int time = 0; time < times; time++) {
            build.signalGroup(signal);
        }

        build.leftovers().awaitNone();
        assertThat(build.exitCode()).isGreaterThan(128);
        assertThat(build.log()).doesNotContain("✅ Web ready");
    }

    /** From the JVM's start to its end, and every other time from the first file of a process to the last one's end. */
    @Test
    void killedAtRandomMoments() throws Exception {
        long seed = Long.getLong("e2e.it.seed");
        int kills = Integer.getInteger("e2e.it.kills");
        Random random = new Random(seed);
        build = declared().withQuickTests();
        long begin = System.nanoTime();
        build.run("verify");
        build.awaitLaunch("orders");
        long launched = System.nanoTime();
        assertThat(build.exitCode()).as(build::log).isZero();
        Duration whole = Duration.ofNanos(System.nanoTime() - begin);
        Duration part = Duration.ofNanos(System.nanoTime() - launched);

        int withFiles = 0;
        for (int kill = 0; kill < kills; kill++) {
            build.run("verify");
            if (kill % 2 == 1) {
                build.awaitLaunch("orders");
            }
            double share = (kill + random.nextDouble()) / kills;
            Duration after = Duration.ofNanos((long) (share * (kill % 2 == 1 ? part : whole).toNanos()));
            if (!build.process().waitFor(after.toNanos(), TimeUnit.NANOSECONDS)) {
                withFiles += build.leftovers().files().isEmpty() ? 0 : 1;
                if (random.nextBoolean()) {
                    build.signalGroup("KILL");
                } else {
                    build.process().destroyForcibly();
                }
            }
            String which = "kill %d after %d ms, seed %d".formatted(kill, after.toMillis(), seed);
            build.leftovers().awaitNone(which);
        }
        System.out.printf(
                "%d builds of %d ms killed, %d of them with processes: none left anything (seed %d)%n",
                kills, whole.toMillis(), withFiles, seed);
        assertThat(withFiles).isPositive();
    }

    @Test
    void theSamePortRightAfterAKill() throws Exception {
        int port = freePort();
        String[] goals = {"verify", "-Pport", "-Dweb.port=" + port};
        build = declared().run(goals);
        build.awaitTests();
        build.signalGroup("KILL");
        build.process().waitFor();
        Files.delete(build.project().resolve("target/tests-run"));

        build.withQuickTests().run(goals); // at once: the guard may not be done yet

        assertThat(build.exitCode()).as(build::log).isZero();
        assertThat(build.log()).contains("✅ Web ready after").containsPattern("web\\.port=" + port);
        build.leftovers().awaitNone();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail.before.tests", "fail.in.tests"})
    void buildsInAJvmThatLivesOn(String where) throws Exception {
        build = declared();
        daemon("2", build.arguments("verify", "-D" + where));

        assertThat(build.log().split("✅ Web ready after", -1)).as(build.log()).hasSize(3);
        assertThat(build.log()).doesNotContain("already running");
        build.leftovers().awaitNone();
        assertThat(build.process().isAlive()).isTrue();
    }

    @Test
    void theBuiltinsWhileTestsRun() throws Exception {
        build = new Build("waiting", directory).run("verify");
        build.awaitTests();

        build.signalGroup("TERM");

        build.leftovers().awaitNone();
        assertThat(build.exitCode()).isGreaterThan(128);
    }

    @Test
    void theBuiltinsWhileTheyStart() throws Exception {
        build = new Build("waiting", directory).run("verify");
        build.awaitLaunch("infra");

        build.signalGroup("KILL");

        build.leftovers().awaitNone();
    }

    private Build declared() throws IOException {
        return new Build("declared", directory);
    }

    private static int freePort() throws IOException {
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Builds so many times in one JVM, which lives on. */
    private void daemon(String times, List<String> maven) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dmaven.home=" + System.getProperty("e2e.it.maven"),
                "-Duser.home=" + build.project(),
                "-cp",
                mavensJars() + ":" + Path.of("target/test-classes").toAbsolutePath(),
                DaemonMain.class.getName(),
                build.project().toString(),
                times));
        command.addAll(maven);
        build.launch(command);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> Files.exists(build.project().resolve("built-" + times))
                        || !build.process().isAlive());
        assertThat(build.process().isAlive()).as(build::log).isTrue();
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
}
