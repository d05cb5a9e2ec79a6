package dev.e2e.process;

/** What a process's environment says about the token that we put there at launch. */
public sealed interface TokenEvidence {

    /** The environment carries this token. */
    record Found(String token) implements TokenEvidence {}

    /** The environment can be read and carries none. */
    record Absent() implements TokenEvidence {}

    /** The operating system shows this environment to nobody: PID, start time and boot are all the proof there is. */
    record Hidden() implements TokenEvidence {}

    /** The environment cannot be read. */
    record Unreadable() implements TokenEvidence {}
}
