package dev.e2e.lifecycle;

/** What a start does about processes of ours that run already. */
public enum ConflictPolicy {
    /** Stops them and starts fresh. */
    REPLACE,
    /** Ends the build with the facts. */
    FAIL
}
