package dev.e2e.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** One run of a real Maven, each line of whose output is noted with the moment at which it came. */
final class MavenRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Process process;
    private final Instant begin;
    private final List<Line> lines = new ArrayList<>();
    private boolean closed;
    private Instant end = Instant.MAX;

    /** A line, and when it could be read. */
    record Line(Instant at, String text) {}

    private MavenRun(Process process, Instant begin) {
        this.process = process;
        this.begin = begin;
    }

    static MavenRun start(Bench bench, Path directory, List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_"));
        builder.environment().put("MAVEN_OPTS", "-Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8");
        bench.mark(builder.environment());
        Instant begin = Instant.now();
        MavenRun run = new MavenRun(builder.start(), begin);
        run.process.getOutputStream().close();
        Thread reader = new Thread(run::read, "maven-output");
        reader.setDaemon(true);
        reader.start();
        return run;
    }

    private void read() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String text = output.readLine(); text != null; text = output.readLine()) {
                note(new Line(Instant.now(), text));
            }
        } catch (IOException e) {
            note(new Line(Instant.now(), e.toString()));
        } finally {
            synchronized (this) {
                closed = true;
                notifyAll();
            }
        }
    }

    private synchronized void note(Line line) {
        lines.add(line);
        notifyAll();
    }

    /** The first line that has the text in it, as soon as there is one. */
    synchronized Line await(String text) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<Line> found = line(text);
            if (found.isPresent()) {
                return found.get();
            }
            long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (closed || left <= 0) {
                throw new IllegalStateException("no line with '" + text + "' in:\n" + text());
            }
            wait(left);
        }
    }

    /** The first line so far that has the text in it. */
    synchronized Optional<Line> line(String text) {
        return lines.stream().filter(line -> line.text().contains(text)).findFirst();
    }

    /** Whether a line so far has the text in it. */
    boolean says(String text) {
        return line(text).isPresent();
    }

    /** All lines so far. */
    synchronized String text() {
        return lines.stream().map(Line::text).collect(Collectors.joining("\n"));
    }

    /** Waits for Maven's end. */
    MavenRun end() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("Maven does not end:\n" + text());
        }
        end = Instant.now();
        synchronized (this) {
            while (!closed) {
                wait(PATIENCE.toMillis());
            }
        }
        return this;
    }

    int exitCode() {
        return process.exitValue();
    }

    /** From the command's start to its end. */
    Duration took() {
        return Duration.between(begin, end);
    }

    /** From a goal's first line to the first one that has the text in it. */
    Duration inGoal(String goal, String last) throws InterruptedException {
        return Duration.between(await(":" + goal + " (").at(), await(last).at());
    }

    /** Sends KILL to Maven's JVM alone, and returns when that was. */
    Instant kill() {
        Instant at = Instant.now();
        process.destroyForcibly();
        return at;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
