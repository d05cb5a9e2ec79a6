package dev.e2e.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Launches a process that outlives this JVM: in a session of its own, so that a Ctrl-C in the terminal does not reach it,
 * with standard input from {@code /dev/null} and its output straight to the log, through no pipe of ours. Its parent is a
 * keeper, a small shell that remembers its exit code and keeps its log within its limit.
 */
public final class Launcher {
    private static final String SCRIPT_VARIABLE = "E2E_KEEPER_SCRIPT";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ProcessTable table;
    private final Path setsid;

    private Launcher(ProcessTable table, Path setsid) {
        this.table = table;
        this.setsid = setsid;
    }

    /**
     * A launcher on this machine.
     *
     * @throws InvalidInputException when it has no {@code setsid} command
     */
    public static Launcher of(ProcessTable table) throws InvalidInputException {
        return new Launcher(table, setsid());
    }

    static Path setsid() throws InvalidInputException {
        return program("setsid", System.getenv())
                .orElseThrow(() -> new InvalidInputException(
                        "the command 'setsid' is not on the PATH; it comes with util-linux, install that"));
    }

    /**
     * A launched process.
     *
     * @param keeper its parent, which ends with it and with its exit code
     */
    public record Launched(Process keeper, ProcessState.Launched identity) {}

    /**
     * Launches.
     *
     * @param spec with every reference replaced
     * @param token what proves the process later
     * @throws InvalidInputException when the program cannot be run
     */
    public Launched launch(LaunchSpec spec, ProcessFiles files, String token)
            throws InvalidInputException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        setsid.toString(),
                        "sh",
                        "-c",
                        "eval \"$" + SCRIPT_VARIABLE + "\"", // so that ps shows a short line
                        "e2e-keeper",
                        files.work().toString(),
                        Long.toString(spec.maxLogSize()),
                        setsid.toString())
                .directory(spec.workingDirectory().toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(files.log().toFile()));
        builder.environment().putAll(spec.environment());
        builder.environment().put(ProcessTable.TOKEN_VARIABLE, token);
        builder.environment().put(SCRIPT_VARIABLE, ShellScript.text("keeper.sh"));
        try {
            for (Map.Entry<String, String> file : spec.workFiles().entrySet()) {
                write(files.work().resolve(file.getKey()), file.getValue());
            }
            write(files.work().resolve("command"), "exec " + ShellScript.quote(spec.command()) + "\n");
            Process keeper = builder.start();
            return new Launched(keeper, awaitProcess(keeper, files));
        } catch (IOException e) {
            throw new InvalidInputException(
                    "Process '%s' cannot be launched: %s".formatted(files.name(), OwnedFile.reason(e)), e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(Files.createFile(file, OwnedFile.privateFile()), text);
    }

    /** Waits for the keeper to tell the PID of the process; some milliseconds. */
    private ProcessState.Launched awaitProcess(Process keeper, ProcessFiles files)
            throws IOException, InterruptedException {
        Path told = files.work().resolve("pid");
        Deadline deadline = Deadline.after(PATIENCE);
        while (true) {
            boolean last = !keeper.isAlive();
            String text = Files.exists(told) ? Files.readString(told) : "";
            if (text.endsWith("\n")) {
                long pid = Long.parseLong(text.strip());
                long start = table.find(pid)
                        .map(ProcessFacts::startTicks)
                        .orElse(-1L); // it is gone already, which its watcher sees next
                return new ProcessState.Launched(pid, start);
            }
            if (last || deadline.hasPassed()) {
                keeper.destroyForcibly();
                throw new IOException(
                        "its keeper, a shell, %s before it ran%s".formatted(last ? "exited" : "hangs", reason(files)));
            }
            Thread.sleep(1);
        }
    }

    /** What the keeper had to say, which is all that can be in a log so new. */
    private static String reason(ProcessFiles files) throws IOException {
        String said = Files.readString(files.log()).strip();
        if (said.isEmpty() && Disk.isFull(files.log())) {
            return ": no space left on the disk of '" + files.log() + "'";
        }
        return said.isEmpty() ? "" : ": " + said;
    }

    /** The program's file, looked up on the PATH of the environment unless it is a path itself. */
    public static Optional<Path> program(String name, Map<String, String> environment) {
        return program(name, Path.of(""), environment);
    }

    /** The same for a program that runs in another directory, which a relative path begins at. */
    public static Optional<Path> program(String name, Path workingDirectory, Map<String, String> environment) {
        if (name.indexOf(File.separatorChar) >= 0) {
            return Optional.of(workingDirectory.resolve(name)).filter(Launcher::isProgram);
        }
        for (String directory : Objects.requireNonNullElse(environment.get("PATH"), "/usr/bin:/bin")
                .split(File.pathSeparator, -1)) {
            Path candidate = workingDirectory.resolve(directory).resolve(name);
            if (isProgram(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
