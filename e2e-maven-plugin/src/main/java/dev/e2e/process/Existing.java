package dev.e2e.process;

import java.util.Optional;

/** What is on disk under a process's name, held against the process table. */
public sealed interface Existing {

    /** What the state file told, where there is one that could be read and speaks of a process of ours. */
    default Optional<ProcessState> knownState() {
        if (this instanceof Running running) {
            return Optional.of(running.state());
        }
        if (this instanceof Stale stale) {
            return stale.state();
        }
        return this instanceof Foreign foreign ? foreign.state() : Optional.empty();
    }

    /** Nothing. */
    record Nothing() implements Existing {}

    /** Our process, alive. */
    record Running(ProcessState state, ProcessFacts facts) implements Existing {}

    /**
     * Files without their process.
     *
     * @param state what the state file told, where it could be read; its children may live on
     */
    record Stale(String reason, Optional<ProcessState> state) implements Existing {}

    /** The PID lives, but as somebody else's process; our files are stale. */
    record Foreign(long pid, String reason, Optional<ProcessState> state) implements Existing {}

    /** Something lives under the PID, and nothing proves whose it is. */
    record Unverifiable(long pid, String reason) implements Existing {}
}
