package dev.e2e.lifecycle;

/** What a start does about processes of ours that run already. */
public enum ConflictPolicy {
    /** Stops them and starts fresh. */
    REPLACE,
    /** Asks a person whether to replace or to skip, before the start; the start itself takes it for {@link #FAIL}. */
    ASK,
    /** Keeps those of the same specification, and starts what is missing; another specification ends the build. */
    REUSE,
    /** Keeps them and starts nothing, which is decided before the start; the start itself takes it for {@link #FAIL}. */
    SKIP,
    /** Ends the build with the facts. */
    FAIL
}
