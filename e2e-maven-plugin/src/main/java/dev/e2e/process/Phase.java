package dev.e2e.process;

/** How far a process's management has come. */
public enum Phase {
    /** The intent is on disk; the process may have been launched and is not ready yet. */
    STARTING,
    /** It was ready. */
    RUNNING,
    /** It is being stopped. */
    STOPPING
}
