package dev.e2e.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Launches a process that outlives this JVM: in a session of its own, so that a Ctrl-C in the terminal does not reach it,
 * with standard input from {@code /dev/null} and its output straight to the log, through no pipe of ours. Its parent is a
 * keeper, a small shell that remembers its exit code and keeps its log within its limit.
 */
public final class Launcher {
    private static final Set<String> OWN_VARIABLES = Set.of(Keeper.SCRIPT_VARIABLE, ProcessTable.TOKEN_VARIABLE);

    private final ProcessTable table;
    private final List<String> newSession;
    private final Steps steps;

    private Launcher(ProcessTable table, List<String> newSession, Steps steps) {
        this.table = table;
        this.newSession = newSession;
        this.steps = steps;
    }

    /**
     * A launcher on this machine.
     *
     * @throws InvalidInputException when it has no command that makes a session
     */
    public static Launcher of(ProcessTable table) throws InvalidInputException {
        return new Launcher(table, OperatingSystem.current().newSession(), Steps.UNHEARD);
    }

    /** The same launcher, whose steps are heard. */
    public Launcher heardBy(Steps listener) {
        return new Launcher(table, newSession, listener);
    }

    /** The same launcher, with another command that makes a session; none: without a keeper. */
    Launcher with(List<String> sessionCommand) {
        return new Launcher(table, sessionCommand, steps);
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
     * @throws LaunchLostException when its keeper ended before it ran the program
     */
    public Launched launch(LaunchSpec spec, ProcessFiles files, String token)
            throws InvalidInputException, LaunchLostException, InterruptedException {
        boolean kept = !newSession.isEmpty();
        ProcessBuilder builder = new ProcessBuilder()
                .directory(spec.workingDirectory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(files.log().toFile()));
        if (spec.base() == LaunchSpec.EnvironmentBase.NOTHING) {
            builder.environment().clear();
        }
        builder.environment().putAll(spec.environment());
        builder.environment().put(ProcessTable.TOKEN_VARIABLE, token);
        if (kept) {
            builder.redirectInput(new File("/dev/null"));
            builder.environment().put(Keeper.SCRIPT_VARIABLE, ShellScript.text("keeper.sh"));
        }
        builder.command(kept ? Keeper.command(newSession, spec, files) : found(spec, builder.environment()));
        try {
            for (Map.Entry<String, String> file : spec.workFiles().entrySet()) {
                write(files.work().resolve(file.getKey()), file.getValue());
            }
            write(files.work().resolve("token"), token + "\n");
            write(files.work().resolve("command"), "exec " + ShellScript.quote(spec.command()) + "\n");
            Process keeper = kept ? Keeper.start(builder) : builder.start();
            steps.done("launched the keeper");
            if (kept) {
                return new Launched(keeper, launched(Keeper.awaitPid(keeper, files)));
            }
            keeper.getOutputStream().close(); // there is nothing to read for it
            noteExit(keeper, files.work(), token);
            return new Launched(keeper, launched(keeper.pid()));
        } catch (Keeper.EndedException e) {
            throw new LaunchLostException(problem(files, e), e);
        } catch (IOException e) {
            throw new InvalidInputException(problem(files, e), e);
        }
    }

    private static String problem(ProcessFiles files, IOException reason) {
        return "Process '%s' cannot be launched: %s".formatted(files.name(), Disk.reason(reason));
    }

    /**
     * The environment that a launch was given, without what we put there: as its keeper has it, since a program may write
     * over its own, and as the program has it where no keeper tells.
     *
     * @return empty where neither can be read
     */
    public static Optional<Map<String, String>> environment(ProcessTable table, ProcessFacts process, String token) {
        return Stream.of(process.parent(), process.pid())
                .filter(pid -> Identity.carries(table, pid, token))
                .map(pid -> {
                    Map<String, String> environment = new HashMap<>(table.environment(pid));
                    environment.keySet().removeAll(OWN_VARIABLES);
                    return environment;
                })
                .findFirst()
                .map(Map::copyOf);
    }

    /** The command, its program by its path, since Windows runs no {@code .cmd} by its name alone. */
    private static List<String> found(LaunchSpec spec, Map<String, String> environment) {
        List<String> command = new ArrayList<>(spec.command());
        program(command.get(0), spec.workingDirectory(), environment)
                .ifPresent(program -> command.set(0, program.toString()));
        return command;
    }

    /** Does what a keeper would, as long as this JVM lives. */
    private static void noteExit(Process process, Path work, String token) {
        CompletableFuture<Void> unused = process.onExit().thenAccept(ended -> {
            try {
                if (Files.readString(work.resolve("token")).equals(token + "\n")) {
                    write(work.resolve("exit"), ended.exitValue() + "\n");
                }
            } catch (IOException e) {
                return; // it was stopped, and its work directory is gone
            }
        });
    }

    private ProcessState.Launched launched(long pid) {
        long start = table.find(pid)
                .map(ProcessFacts::startTicks)
                .orElse(-1L); // it is gone already, which its watcher sees next
        return new ProcessState.Launched(pid, start);
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(Files.createFile(file, OwnedFile.privateFile()), text);
    }

    /** The program's file, looked up on the PATH of the environment unless it is a path itself. */
    public static Optional<Path> program(String name, Map<String, String> environment) {
        return program(name, Path.of(""), environment);
    }

    /** The same for a program that runs in another directory, which a relative path begins at. */
    public static Optional<Path> program(String name, Path workingDirectory, Map<String, String> environment) {
        if (name.indexOf(File.separatorChar) >= 0 || name.indexOf('/') >= 0) {
            return existing(workingDirectory.resolve(name), environment);
        }
        for (String directory :
                OperatingSystem.variable("PATH", environment, "/usr/bin:/bin").split(File.pathSeparator, -1)) {
            Optional<Path> program =
                    existing(workingDirectory.resolve(directory).resolve(name), environment);
            if (program.isPresent()) {
                return program;
            }
        }
        return Optional.empty();
    }

    /** The program of that name, with one of the endings that Windows lets out where it is that. */
    private static Optional<Path> existing(Path program, Map<String, String> environment) {
        if (isProgram(program) || OperatingSystem.current() != OperatingSystem.WINDOWS) {
            return Optional.of(program).filter(Launcher::isProgram);
        }
        for (String ending : OperatingSystem.variable("PATHEXT", environment, ".exe;.cmd;.bat")
                .split(";", -1)) {
            Path candidate = program.resolveSibling(program.getFileName() + ending);
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
