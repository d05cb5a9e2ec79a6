package dev.e2e.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Launches a process that outlives this JVM: in a session of its own, so that a Ctrl-C in the terminal does not reach it,
 * with standard input from {@code /dev/null} and its output straight to the log, through no pipe of ours.
 */
public final class Launcher {
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

    /** A launched process, as its parent sees it. */
    public record Launched(Process process, ProcessState.Launched identity) {}

    /**
     * Launches.
     *
     * @param spec with every reference replaced
     * @param token what proves the process later
     * @throws InvalidInputException when the program cannot be run
     */
    public Launched launch(LaunchSpec spec, ProcessFiles files, String token) throws InvalidInputException {
        List<String> command = new ArrayList<>();
        command.add(setsid.toString());
        command.addAll(spec.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(spec.workingDirectory().toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(files.log().toFile()));
        builder.environment().putAll(spec.environment());
        builder.environment().put(ProcessTable.TOKEN_VARIABLE, token);
        try {
            for (Map.Entry<String, String> file : spec.workFiles().entrySet()) {
                Path path = Files.createFile(files.work().resolve(file.getKey()), OwnedFile.privateFile());
                Files.writeString(path, file.getValue());
            }
            Process process = builder.start();
            long start = table.find(process.pid())
                    .map(ProcessFacts::startTicks)
                    .orElse(-1L); // it is gone already, which its watcher sees next
            return new Launched(process, new ProcessState.Launched(process.pid(), start));
        } catch (IOException e) {
            throw new InvalidInputException(
                    "Process '%s' cannot be launched: %s".formatted(files.name(), OwnedFile.reason(e)), e);
        }
    }

    /** The program's file, looked up on the PATH of the environment unless it is a path itself. */
    public static Optional<Path> program(String name, Map<String, String> environment) {
        if (name.indexOf(File.separatorChar) >= 0) {
            return Optional.of(Path.of(name)).filter(Launcher::isProgram);
        }
        for (String directory : Objects.requireNonNullElse(environment.get("PATH"), "/usr/bin:/bin")
                .split(File.pathSeparator, -1)) {
            Path candidate = Path.of(directory, name);
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
