package dev.e2e.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that is killed, and started again, as often as one likes; each of its lives has a log. */
final class Victim implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String name;
    private final Path directory;
    private final List<String> command;
    private final Map<String, String> environment;
    private final List<Path> logs = new ArrayList<>();
    private Process process;

    /**
     * Prepares it.
     *
     * @param directory where its logs lie
     * @param main the class that it runs, and its arguments
     */
    Victim(String name, Path directory, Map<String, String> environment, String... main) {
        this.name = name;
        this.directory = directory;
        this.environment = environment;
        command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx192m",
                "-Djava.io.tmpdir=" + directory,
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(main));
    }

    /** Starts its next life, and does not wait until it is ready. */
    Victim start() throws IOException {
        Path log = directory.resolve("%s-%d.log".formatted(name, logs.size()));
        logs.add(log);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        process = builder.start();
        return this;
    }

    /** As {@code kill -9}; it is gone when this returns. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As {@code kill}; it has ended by itself when this returns. */
    void terminate() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(name + " ends")
                .isTrue();
    }

    /** Lets it live for this time; it is not to end by itself meanwhile. */
    void live(Duration time) throws InterruptedException {
        assertThat(process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS))
                .as(() -> name + " ended by itself: " + log())
                .isFalse();
    }

    void expectAlive() {
        assertThat(process.isAlive())
                .as(() -> name + " ended by itself: " + log())
                .isTrue();
    }

    /** A log for each of its lives. */
    List<Path> logs() {
        return logs;
    }

    private String log() {
        return Trial.text(logs.get(logs.size() - 1));
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            kill();
        }
    }
}
