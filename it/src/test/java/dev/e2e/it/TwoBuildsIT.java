package dev.e2e.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two builds of the same project in two directories, at once and one into the other. */
class TwoBuildsIT {
    @TempDir
    Path directory;

    private Build first;
    private Build second;

    @AfterEach
    void end() throws Exception {
        first.close();
        second.close();
        first.leftovers().awaitNone(); // before the directory goes
        second.leftovers().awaitNone();
    }

    @Test
    void withOneSharedDirectoryExactlyOneWinsAndTheOtherIsToldTheFacts() throws Exception {
        prepare("shared", "shared");
        first.run("verify");
        second.run("verify");
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> !first.process().isAlive() || !second.process().isAlive());
        Build winner = first.process().isAlive() ? first : second;
        Build loser = winner == first ? second : first;

        assertThat(loser.exitCode()).as(loser::log).isEqualTo(1);
        winner.awaitTests();
        assertThat(loser.log())
                .contains("PID " + winner.process().pid())
                .contains(winner.project().toString())
                .contains("-De2e.directory=");
        assertThat(loser.log()).doesNotContain("stopped", "✅ Orders ready");

        winner.withQuickTests();
        assertThat(winner.exitCode()).as(winner::log).isZero();
        assertThat(winner.log()).contains("✅ Nothing left behind");
        winner.leftovers().awaitNone();
    }

    @Test
    void withADirectoryOfItsOwnEachSucceeds() throws Exception {
        prepare("one", "another");
        first.run("verify");
        second.run("verify");
        first.awaitTests();
        second.awaitTests();

        for (Build build : List.of(first.withQuickTests(), second.withQuickTests())) {
            assertThat(build.exitCode()).as(build::log).isZero();
            assertThat(build.log()).contains("✅ Nothing left behind").doesNotContain("already running");
            build.leftovers().awaitNone();
        }
    }

    @Test
    void aBuildThatComesWhileAnotherRunsIsRefusedAndTheOtherGoesOn() throws Exception {
        prepare("shared", "shared");
        first.run("verify");
        first.awaitTests();
        String pid = pid("orders");

        second.run("verify");

        assertThat(second.exitCode()).as(second::log).isEqualTo(1);
        assertThat(second.log())
                .contains("⚠️  Orders already running (PID: " + pid + ")")
                .contains("Process 'orders' runs already: PID " + pid)
                .contains("it belongs to the build in %s (PID %d), which is alive"
                        .formatted(first.project(), first.process().pid()))
                .contains("-De2e.force=true");
        assertThat(pid("orders")).isEqualTo(pid);
        first.withQuickTests();
        assertThat(first.exitCode()).as(first::log).isZero();
        assertThat(first.log()).contains("✅ Orders stopped (PID: " + pid + ")");
        first.leftovers().awaitNone();
    }

    @Test
    void aBuildThatComesWithForceReplacesWhatTheOtherRuns() throws Exception {
        prepare("shared", "shared");
        first.run("verify");
        first.awaitTests();
        String pid = pid("orders");

        second.run("verify", "-De2e.force=true");
        second.awaitTests();

        String replaced = pid("orders");
        assertThat(replaced).isNotEqualTo(pid);
        assertThat(second.log()).contains("✅ Orders stopped (PID: " + pid + ")");
        first.withQuickTests();
        first.exitCode();
        assertThat(pid("orders")).as(first::log).isEqualTo(replaced); // its end is no end of the other's
        second.withQuickTests();
        assertThat(second.exitCode()).as(second::log).isZero();
        second.leftovers().awaitNone();
    }

    private void prepare(String states, String others) throws IOException {
        first = new Build("declared", directory.resolve("first"), directory.resolve(states));
        second = new Build("declared", directory.resolve("second"), directory.resolve(others));
    }

    private String pid(String name) throws IOException {
        return Files.readString(directory.resolve("shared/e2e-" + name + "-bg.pid"))
                .strip();
    }
}
