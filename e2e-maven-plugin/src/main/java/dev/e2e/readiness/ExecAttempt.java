package dev.e2e.readiness;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs a command, whose output goes to a file of which only the last line is of interest. */
final class ExecAttempt implements Attempt {
    private static final Duration GLANCE = Duration.ofMillis(50);
    /** How long a killed command may take to be gone, which is a moment unless the kernel holds it. */
    private static final Duration LONGEST_DEATH = Duration.ofSeconds(10);

    private static final long LARGEST_OUTPUT = 4L * 1024 * 1024;
    private static final int TAIL = 8 * 1024;
    private static final int LONGEST_LINE = 500;

    private final List<String> command;
    private final Duration timeout;
    private final ProbeContext context;
    private @Nullable Path output;
    private String lastLine = "";

    ExecAttempt(List<String> command, Duration timeout, ProbeContext context) {
        // env finds the program on the PATH that the process has; ProcessBuilder would take the one of this JVM.
        // Windows has no env.
        this.command = new ArrayList<>(File.separatorChar == '/' ? List.of("env") : List.of());
        this.command.addAll(command);
        this.timeout = timeout;
        this.context = context;
    }

    @Override
    public String make(Opened opened) throws IOException, InterruptedException {
        lastLine = "";
        try (Running running = opened.open(this::start)) {
            boolean ended = await(running);
            readLastLine(running.output());
            if (!ended) {
                return "still ran after " + DurationText.of(timeout) + lastLine;
            }
            int code = running.process().exitValue();
            return code == 0 ? MET : "exit code " + code + lastLine;
        }
    }

    private Running start() throws IOException {
        Path file = output;
        if (file == null) {
            file = Files.createTempFile(context.work(), "readiness", ".out");
            output = file;
        }
        empty(file);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(context.workingDirectory().toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.DISCARD.file())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(file.toFile()));
        builder.environment().putAll(context.environment());
        return new Running(builder.start(), file);
    }

    private boolean await(Running running) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        while (!running.process().waitFor(Math.min(GLANCE.toMillis(), timeout.toMillis()), TimeUnit.MILLISECONDS)) {
            if (System.nanoTime() - begun >= timeout.toNanos()) {
                return false;
            }
            if (Files.size(running.output()) > LARGEST_OUTPUT) {
                readLastLine(running.output());
                empty(running.output());
            }
        }
        return true;
    }

    private static void empty(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
    }

    private void readLastLine(Path file) throws IOException {
        ByteBuffer tail = ByteBuffer.allocate(TAIL);
        try (FileChannel channel = FileChannel.open(file)) {
            channel.read(tail, Math.max(0, channel.size() - TAIL));
        }
        String text = StandardCharsets.UTF_8.decode(tail.flip()).toString().stripTrailing();
        String line = text.substring(text.lastIndexOf('\n') + 1).replaceAll("\\p{Cntrl}", " ");
        if (!line.isBlank()) {
            lastLine = ": "
                    + line.substring(Math.max(0, line.length() - LONGEST_LINE)).strip();
        }
    }

    @Override
    public void close() {
        if (output != null) {
            try {
                Files.deleteIfExists(output);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A command that runs, or has ended by itself. */
    private record Running(Process process, Path output) implements Closeable {

        /** Kills it with its descendants, as far as it still runs, and returns when it is dead. */
        @Override
        public void close() {
            if (process.isAlive()) {
                kill(process.toHandle());
                process.onExit()
                        .completeOnTimeout(process, LONGEST_DEATH.toSeconds(), TimeUnit.SECONDS)
                        .join();
            }
        }

        private static void kill(ProcessHandle handle) {
            List<ProcessHandle> children = handle.children().toList();
            handle.destroyForcibly();
            children.forEach(Running::kill);
        }
    }
}
