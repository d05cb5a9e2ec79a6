package dev.e2e.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The question of a start about what runs already, at a real terminal, that {@code script(1)} makes. */
class QuestionIT {
    private static final String PROMPT = "Select option (1-2):";

    @TempDir
    Path directory;

    private Build build;
    private String pid;

    @BeforeEach
    void startWhatIsInTheWay() throws Exception {
        build = new Build("declared", directory).withQuickTests();
        build.run("e2e:start");
        assertThat(build.exitCode()).as(build::log).isZero();
        pid = Files.readString(pidFile()).strip();
        build.atTerminal("verify", "-De2e.onConflict=ask");
        awaitPrompts(1);
        assertThat(build.log()).contains("⚠️  Orders already running (PID: " + pid + ")");
    }

    @AfterEach
    void end() throws Exception {
        build.close();
        build.run("e2e:stop");
        assertThat(build.exitCode()).as(build::log).isZero();
        build.leftovers().awaitNone();
    }

    @Test
    void oneReplaces() throws Exception {
        build.type("1\n");

        assertThat(build.exitCode()).as(build::log).isZero();
        assertThat(build.log()).contains("✅ Orders stopped (PID: " + pid + ")", "✅ Orders ready");
        assertThat(pidFile()).doesNotExist();
    }

    @Test
    void twoKeepsAndSkips() throws Exception {
        build.type("2\n");

        assertThat(build.exitCode()).as(build::log).isZero();
        assertThat(build.log()).contains("skipITs=true", "BUILD SUCCESS");
        assertThat(pidFile()).content().isEqualTo(pid + "\n");
    }

    @Test
    void anythingElseIsAskedAgainAndThenFails() throws Exception {
        build.type("yes\n");
        awaitPrompts(2);
        build.type("0\n");
        awaitPrompts(3);
        build.type("\n");

        assertThat(build.exitCode()).as(build::log).isEqualTo(1);
        assertThat(build.log()).contains("'yes' is none of 1 to 2", "nothing was touched");
        assertThat(pidFile()).content().isEqualTo(pid + "\n");
    }

    @Test
    void ctrlCLeavesAllAsItWas() throws Exception {
        build.type("\u0003");

        assertThat(build.exitCode()).as(build::log).isNotZero();
        assertThat(pidFile()).content().isEqualTo(pid + "\n");
        assertThat(ProcessHandle.of(Long.parseLong(pid))).isPresent();
    }

    @Test
    void theEndOfInputKeepsAndSkips() throws Exception {
        build.type("\u0004");

        assertThat(build.exitCode()).as(build::log).isZero();
        assertThat(build.log()).contains("skipITs=true");
        assertThat(pidFile()).content().isEqualTo(pid + "\n");
    }

    private void awaitPrompts(int number) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> build.log().split(java.util.regex.Pattern.quote(PROMPT), -1).length > number
                        || !build.process().isAlive());
        assertThat(build.process().isAlive()).as(build::log).isTrue();
    }

    private Path pidFile() {
        return build.leftovers().states().resolve("e2e-orders-bg.pid");
    }
}
