package dev.e2e.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A main class of this module in a JVM of its own, with nothing in its environment but what is given. */
public final class ChildJvm implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path out;
    private final Path err;

    private ChildJvm(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts it; its output and its temporary files go below the directory. */
    static ChildJvm start(Class<?> main, Path directory, Map<String, String> environment) throws IOException {
        return start(main, directory, environment, "-Xmx192m");
    }

    /** The same with a heap of another size, as an option of the JVM. */
    public static ChildJvm start(Class<?> main, Path directory, Map<String, String> environment, String heap)
            throws IOException {
        Path out = directory.resolve("out.log");
        Path err = directory.resolve("err.log");
        Path temporary = Files.createDirectories(directory.resolve("tmp"));
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        heap,
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        classPathWithoutTests(),
                        main.getName())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new ChildJvm(builder.start(), out, err);
    }

    /** The test's settings of the log are not the product's. */
    private static String classPathWithoutTests() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Waits for the line, and returns what it publishes. */
    public Map<String, String> awaitReady() {
        Awaitility.await("READY in " + out)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .failFast(() -> assertThat(process.isAlive())
                        .as(() -> "alive; " + errors())
                        .isTrue())
                .until(() -> lines().stream().anyMatch(ChildJvm::isReady));
        String line = lines().stream().filter(ChildJvm::isReady).findFirst().orElseThrow();
        return Stream.of(line.replaceFirst("^.* READY ?", "").split(" ", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    /** Asks it to end, as TERM does. */
    public void terminate() {
        process.destroy();
    }

    /** Waits for its end, and returns the exit code. */
    public int awaitExit(Duration atMost) throws InterruptedException {
        assertThat(process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS))
                .as("ended within %s", atMost)
                .isTrue();
        return process.exitValue();
    }

    public List<String> lines() {
        return read(out);
    }

    /** What it wrote to standard error, but for what newer JVMs have to say about libraries. */
    public List<String> errors() {
        return read(err).stream().filter(line -> !line.startsWith("WARNING: ")).toList();
    }

    private static boolean isReady(String line) {
        return line.matches(".* READY( .*)?");
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        assertThat(process.onExit().orTimeout(10, TimeUnit.SECONDS).join().isAlive())
                .isFalse();
    }
}
