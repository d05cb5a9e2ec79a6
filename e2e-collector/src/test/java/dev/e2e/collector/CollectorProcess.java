package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The collector as users run it: a process of its own, set up by its environment and options. */
final class CollectorProcess implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(60);
    private static final Pattern READY = Pattern.compile(" READY url=(\\S+)");

    private final Process process;
    private final Path out;
    private final Path err;

    private CollectorProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** @param directory for what it prints; one process after the other in the same one */
    static CollectorProcess start(Path directory, Map<String, String> environment, String... arguments)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(arguments));
        builder.environment().remove("KUBECONFIG");
        builder.environment().putAll(environment);
        return of(builder, directory);
    }

    /** Starts a process that runs it. */
    static CollectorProcess of(ProcessBuilder builder, Path directory) throws IOException {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        return new CollectorProcess(process, out, err);
    }

    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                classPath(),
                CollectorMain.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Without the tests' own, and with it the tests' configuration of the log. */
    private static String classPath() {
        return String.join(
                File.pathSeparator,
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .filter(entry -> !entry.endsWith("test-classes"))
                        .toList());
    }

    /** The URL of its endpoints, once it is ready. */
    String awaitReady() {
        Awaitility.await().atMost(LONG).until(() -> {
            assertThat(process.isAlive()).as(log()).isTrue();
            return isReady();
        });
        Matcher ready = READY.matcher(log());
        return ready.find() ? ready.group(1) : "";
    }

    boolean isReady() {
        return READY.matcher(log()).find();
    }

    void awaitLog(String text) {
        Awaitility.await().atMost(LONG).until(() -> log().contains(text));
    }

    /** Its exit code, once it has ended by itself. */
    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS))
                .as(log())
                .isTrue();
        return process.exitValue();
    }

    /** Asks it to end, and tells how long that took. */
    Duration terminate() throws InterruptedException {
        long before = System.nanoTime();
        process.destroy();
        exitCode();
        return Duration.ofNanos(System.nanoTime() - before);
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    /** All that it printed. */
    String log() {
        return out() + err();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        try {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
