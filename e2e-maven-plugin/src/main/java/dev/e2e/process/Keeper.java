package dev.e2e.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The keeper of a process, {@code keeper.sh}, as the one who launches it sees it. */
final class Keeper {
    /** The environment variable that hands its script on. */
    static final String SCRIPT_VARIABLE = "E2E_KEEPER_SCRIPT";
    /** How long a keeper may take to run its process. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private Keeper() {}

    /** It ended before it ran anything. */
    static final class EndedException extends IOException {
        private static final long serialVersionUID = 1L;

        EndedException(String message) {
            super(message);
        }

        EndedException(IOException cause) {
            super(Disk.reason(cause), cause);
        }
    }

    /**
     * The command that it is.
     *
     * @param newSession what runs another command in a session of its own
     */
    static List<String> command(List<String> newSession, LaunchSpec spec, ProcessFiles files) {
        List<String> command = new ArrayList<>(newSession);
        command.addAll(List.of(
                "sh",
                "-c",
                "eval \"$" + SCRIPT_VARIABLE + "\"", // so that ps shows a short line
                "e2e-keeper",
                files.work().toString(),
                Long.toString(spec.maxLogSize())));
        command.addAll(newSession);
        return command;
    }

    /** Starts it; the JDK's own helper on the way to it can be hit by a signal as well. */
    static Process start(ProcessBuilder builder) throws EndedException {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new EndedException(e);
        }
    }

    /** Waits for it to tell the PID of its process; some milliseconds. */
    static long awaitPid(Process keeper, ProcessFiles files) throws IOException, InterruptedException {
        Path told = files.work().resolve("pid");
        Deadline deadline = Deadline.after(PATIENCE);
        while (true) {
            boolean last = !keeper.isAlive();
            String text = Files.exists(told) ? Files.readString(told) : "";
            if (text.endsWith("\n")) {
                return Long.parseLong(text.strip());
            }
            if (last) {
                throw new EndedException("its keeper, a shell, exited before it ran" + reason(files));
            }
            if (deadline.hasPassed()) {
                keeper.destroyForcibly();
                throw new IOException("its keeper, a shell, hangs before it ran" + reason(files));
            }
            Thread.sleep(1);
        }
    }

    /** What it had to say, which is all that can be in a log so new. */
    private static String reason(ProcessFiles files) throws IOException {
        String said = Files.readString(files.log()).strip();
        if (said.isEmpty() && Disk.isFull(files.log())) {
            return ": no space left on the disk of '" + files.log() + "'";
        }
        return said.isEmpty() ? "" : ": " + said;
    }
}
