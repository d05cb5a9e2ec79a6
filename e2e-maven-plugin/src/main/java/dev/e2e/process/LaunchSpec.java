package dev.e2e.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is launched, and how.
 *
 * @param command program and arguments; the program a path or a name on the PATH
 * @param workingDirectory where it runs
 * @param environment what is added to the base
 * @param workFiles files, by name, that are put into its work directory before the launch
 * @param maxLogSize the size in bytes beyond which its log is rotated; what it was is kept once
 * @param base what the environment begins with
 */
public record LaunchSpec(
        List<String> command,
        Path workingDirectory,
        Map<String, String> environment,
        Map<String, String> workFiles,
        long maxLogSize,
        EnvironmentBase base) {

    /** What an environment begins with. */
    public enum EnvironmentBase {
        /** The environment of this JVM. */
        THIS_JVM,
        /** Nothing: what is added is all. */
        NOTHING
    }

    /** In command, environment and files: the process's work directory. */
    public static final String WORK_DIRECTORY = "@{work}";

    /** How large a log may become, unless something else is said: 64 MiB. */
    public static final long DEFAULT_MAX_LOG_SIZE = 64L * 1024 * 1024;

    /** @throws IllegalArgumentException when there is no command, or the log may not have a byte */
    public LaunchSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        workFiles = Map.copyOf(workFiles);
        if (command.isEmpty() || command.get(0).isBlank()) {
            throw new IllegalArgumentException("the command is empty");
        }
        if (maxLogSize <= 0) {
            throw new IllegalArgumentException("a log may have at least one byte, not " + maxLogSize);
        }
    }

    /** With the environment of this JVM. */
    public LaunchSpec(
            List<String> command,
            Path workingDirectory,
            Map<String, String> environment,
            Map<String, String> workFiles,
            long maxLogSize) {
        this(command, workingDirectory, environment, workFiles, maxLogSize, EnvironmentBase.THIS_JVM);
    }

    /** With the environment of this JVM, and the log's default limit. */
    public LaunchSpec(
            List<String> command,
            Path workingDirectory,
            Map<String, String> environment,
            Map<String, String> workFiles) {
        this(command, workingDirectory, environment, workFiles, DEFAULT_MAX_LOG_SIZE);
    }
}
