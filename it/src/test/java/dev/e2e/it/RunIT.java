package dev.e2e.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The questions of {@code e2e:run} at a real terminal: until the last one is answered, nothing is touched. */
class RunIT {
    private static final String CTRL_C = "\u0003";
    private static final String WHAT_IS_MISSING = "Select option (1-3):";
    private static final String CONFLICT = "Select option (1-2):";
    private static final String BACKGROUND = "Select option (1-4):";

    @TempDir
    Path directory;

    private Build build;

    @BeforeEach
    void prepare() throws Exception {
        build = new Build("declared", directory);
    }

    @AfterEach
    void end() throws Exception {
        build.close();
        build.run("e2e:stop", "-De2e.processes=infra,consumer,collector");
        assertThat(build.exitCode()).as(build::log).isZero();
        build.leftovers().awaitNone();
    }

    @Test
    void threeCancels() throws Exception {
        ask(WHAT_IS_MISSING);
        build.type("3\n");

        assertThat(build.exitCode()).as(build::log).isZero();
        assertThat(build.log()).contains("Cancelled; nothing was touched");
        assertThat(build.log().indexOf("looking for Kafka and Kubernetes"))
                .isBetween(0, build.log().indexOf(WHAT_IS_MISSING)); // Maven 4 keeps to itself what is no whole line
        assertThat(files()).isEmpty();
    }

    @Test
    void ctrlCAtTheFirstQuestionTouchesNothing() throws Exception {
        ask(WHAT_IS_MISSING);
        build.type(CTRL_C);

        assertThat(build.exitCode()).as(build::log).isNotZero();
        assertThat(files()).isEmpty();
    }

    @Test
    void ctrlCAtTheLastQuestionTouchesNothing() throws Exception {
        ask(WHAT_IS_MISSING);
        build.type("1\n");
        build.awaitLog(BACKGROUND);
        build.type(CTRL_C);

        assertThat(build.exitCode()).as(build::log).isNotZero();
        assertThat(files()).isEmpty();
    }

    @Test
    void ctrlCAtAnyQuestionLeavesWhatRunsAsItIs() throws Exception {
        build.run("e2e:start", "-De2e.processes=infra", "-De2e.infrastructure=embedded");
        assertThat(build.exitCode()).as(build::log).isZero();
        Map<String, String> before = files();
        assertThat(before).containsKeys("e2e-infra-bg.pid", "e2e-infra-bg.state");

        ask(CONFLICT);
        build.type(CTRL_C);
        assertThat(build.exitCode()).as(build::log).isNotZero();
        assertThatItRunsAsIn(before);

        ask(CONFLICT);
        build.type("1\n");
        build.awaitLog(BACKGROUND);
        build.type(CTRL_C);
        assertThat(build.exitCode()).as(build::log).isNotZero();
        assertThatItRunsAsIn(before);
    }

    private void ask(String prompt) throws IOException {
        build.atTerminal("e2e:run", "-De2e.infrastructure=auto");
        build.awaitLog(prompt);
    }

    private void assertThatItRunsAsIn(Map<String, String> before) throws IOException {
        assertThat(files()).isEqualTo(before);
        long pid = Long.parseLong(before.get("e2e-infra-bg.pid").strip());
        assertThat(ProcessHandle.of(pid)).get().matches(ProcessHandle::isAlive);
    }

    /** The files about processes, with what is in them; logs grow, and are left out. */
    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(build.leftovers().states())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (!name.endsWith(".log")) {
                    files.put(name, Files.readString(file));
                }
            }
        }
        return files;
    }
}
