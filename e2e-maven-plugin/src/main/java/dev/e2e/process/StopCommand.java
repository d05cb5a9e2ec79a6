package dev.e2e.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** A run of the command that asks a process to end; what is left of it goes when it is closed. */
final class StopCommand implements AutoCloseable {
    private final Process process;

    private StopCommand(Process process) {
        this.process = process;
    }

    /**
     * Runs it.
     *
     * @param environment that of the process that it stops
     * @param log where its output is added; where that is no plain file of this user any more, the output goes nowhere
     * @throws IOException when it cannot be run
     */
    static StopCommand run(StopRules rules, Map<String, String> environment, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(rules.command())
                .directory(rules.directory().toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.DISCARD.file())
                .redirectOutput(
                        isOurs(log) ? ProcessBuilder.Redirect.appendTo(log.toFile()) : ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        builder.environment().remove(ProcessTable.TOKEN_VARIABLE); // it is not what is to be stopped
        return new StopCommand(builder.start());
    }

    /** A redirection follows links, and makes what is missing. */
    private static boolean isOurs(Path log) throws IOException {
        return Files.isRegularFile(log, LinkOption.NOFOLLOW_LINKS)
                && new OwnedFile(log, StateDirectory.currentUser(), Steps.UNHEARD).isOurs();
    }

    /** Whether it has ended with another exit code than 0. */
    boolean hasFailed() {
        return !process.isAlive() && process.exitValue() != 0;
    }

    @Override
    public void close() {
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).forEach(ProcessHandle::destroyForcibly);
    }
}
