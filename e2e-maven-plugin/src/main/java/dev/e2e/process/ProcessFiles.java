package dev.e2e.process;

import java.nio.file.Path;

/**
 * Where the files of one process lie.
 *
 * @param pid the PID and a newline, nothing else
 * @param log the process's standard output and error
 * @param state all that proves identity and ownership
 * @param lock held during start, stop and the handling of conflicts
 * @param work a private directory that goes with the process
 */
public record ProcessFiles(ProcessName name, Path pid, Path log, Path state, Path lock, Path work) {

    /** What was rotated away of the log, or the log of the launch before. */
    public Path earlierLog() {
        return log.resolveSibling(log.getFileName() + ".1");
    }
}
