package dev.e2e.process;

/**
 * What the kernel says of one process.
 *
 * @param state the state letter of {@code proc(5)}
 * @param startTicks start time in the kernel's own unit since boot; with the PID it names a process for good
 */
public record ProcessFacts(long pid, char state, long parent, long group, long session, long startTicks) {

    /** Whether it still runs; a zombie does not. */
    public boolean alive() {
        return state != 'Z' && state != 'X' && state != 'x';
    }
}
