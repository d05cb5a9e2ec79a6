package dev.e2e.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first question of {@code e2e:run} at a real terminal, after which nothing has been touched yet. */
class RunIT {
    @TempDir
    Path directory;

    private Build build;

    @BeforeEach
    void awaitTheQuestion() throws Exception {
        build = new Build("declared", directory);
        build.atTerminal("e2e:run", "-De2e.infrastructure=auto");
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> build.log().contains("Select option (1-3):")
                        || !build.process().isAlive());
        assertThat(build.process().isAlive()).as(build::log).isTrue();
    }

    @AfterEach
    void end() throws Exception {
        build.close();
        build.leftovers().awaitNone();
    }

    @Test
    void threeCancels() throws Exception {
        build.type("3\n");

        assertThat(build.exitCode()).as(build::log).isZero();
        assertThat(build.log()).contains("Cancelled; nothing was touched");
        assertThatNothingWasWritten();
    }

    @Test
    void ctrlCTouchesNothing() throws Exception {
        build.type("\u0003");

        assertThat(build.exitCode()).as(build::log).isNotZero();
        assertThatNothingWasWritten();
    }

    private void assertThatNothingWasWritten() throws Exception {
        try (Stream<Path> files = Files.list(build.leftovers().states())) {
            assertThat(files).isEmpty();
        }
    }
}
