package dev.e2e.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A shell in a session of its own that outlives the build's JVM and stops what the build owns when that JVM is gone,
 * {@code kill -9} included; on Linux only. It needs no clock to notice: it reads from a pipe that the kernel closes with the JVM.
 */
public final class BuildGuard implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final String SCRIPT_VARIABLE = "E2E_GUARD_SCRIPT";
    private static final long PATIENCE_SECONDS = 5;

    private final Optional<Process> shell;

    private BuildGuard(Optional<Process> shell) {
        this.shell = shell;
    }

    /**
     * Starts the guard of a build; to be called before the build's first launch.
     *
     * @param build as in {@link Owner#build()}
     * @throws InvalidInputException when no shell can be run
     */
    public static BuildGuard start(StateDirectory directory, String build) throws InvalidInputException {
        OperatingSystem system = OperatingSystem.current();
        if (!system.canGuard()) {
            return new BuildGuard(Optional.empty());
        }
        List<String> command = new ArrayList<>(system.newSession());
        command.addAll(List.of(
                "sh",
                "-c",
                "eval \"$" + SCRIPT_VARIABLE + "\"", // so that ps shows a short line
                "e2e-guard",
                directory.path().toString(),
                build,
                Long.toString(GRACE.toMillis() / 100)));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.path().toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        List<String> parts = new ArrayList<>(ShellScript.protocol());
        parts.add("guard.sh");
        builder.environment()
                .put(SCRIPT_VARIABLE, parts.stream().map(ShellScript::text).collect(Collectors.joining()));
        builder.environment().remove(ProcessTable.TOKEN_VARIABLE);
        try {
            return new BuildGuard(Optional.of(builder.start()));
        } catch (IOException e) {
            throw new InvalidInputException("'sh' cannot be run: " + Disk.reason(e), e);
        }
    }

    /** The guard's PID; empty where the operating system has no guard. */
    public OptionalLong pid() {
        return shell.isPresent() ? OptionalLong.of(shell.get().pid()) : OptionalLong.empty();
    }

    /** Tells the guard that nothing is owned any more, and waits a moment for its end. */
    @Override
    public void close() {
        shell.ifPresent(BuildGuard::release);
    }

    private static void release(Process shell) {
        try (OutputStream pipe = shell.getOutputStream()) {
            pipe.write("released\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            shell.destroyForcibly(); // it is gone, or will never hear of it
        }
        try {
            if (!shell.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                shell.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
