package dev.e2e.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is launched, and how.
 *
 * @param command program and arguments; the program a path or a name on the PATH
 * @param workingDirectory where it runs
 * @param environment what is added to the environment of this JVM
 * @param workFiles files, by name, that are put into its work directory before the launch
 */
public record LaunchSpec(
        List<String> command, Path workingDirectory, Map<String, String> environment, Map<String, String> workFiles) {

    /** In command, environment and files: the process's work directory. */
    public static final String WORK_DIRECTORY = "@{work}";

    /** @throws IllegalArgumentException when there is no command */
    public LaunchSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        workFiles = Map.copyOf(workFiles);
        if (command.isEmpty() || command.get(0).isBlank()) {
            throw new IllegalArgumentException("the command is empty");
        }
    }
}
