package dev.e2e.readiness;

import java.nio.file.Path;
import java.util.Map;

/**
 * The launch that a probe is for.
 *
 * @param log the process's standard output and error; has to be there, empty, before the first look
 * @param workingDirectory where the process runs; relative paths begin there, and commands run there
 * @param work a directory that nobody else can write to, for what a probe puts down; left as it was when it is closed
 * @param environment what is added to this JVM's environment, for the process and for commands alike
 */
public record ProbeContext(Path log, Path workingDirectory, Path work, Map<String, String> environment) {
    public ProbeContext {
        environment = Map.copyOf(environment);
    }

    /** Never shows the environment, which may hold secrets. */
    @Override
    public String toString() {
        return "launch in '" + workingDirectory + "' with log '" + log + "'";
    }
}
