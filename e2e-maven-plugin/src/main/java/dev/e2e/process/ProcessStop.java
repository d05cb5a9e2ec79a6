package dev.e2e.process;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Stops one launched process with all that came of it: TERM to the group, a wait for the whole group and not only its
 * leader, KILL after the grace, and a search for those who left the group with our token.
 */
public final class ProcessStop {
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    private final ProcessTable table;

    public ProcessStop(ProcessTable table) {
        this.table = table;
    }

    /** How it went. */
    public sealed interface Outcome {

        /** Nothing of it was alive. */
        record NothingRan() implements Outcome {}

        /** All ended by themselves after TERM. */
        record Ended() implements Outcome {}

        /** Some had to be killed after the grace. */
        record Killed() implements Outcome {}

        /** Some live on even after KILL. */
        record Survived(List<Long> pids) implements Outcome {}
    }

    /**
     * Stops it and returns when nothing of it is alive, or 5 s after KILL at the latest.
     *
     * @param grace how long it may take to end by itself
     */
    public Outcome stop(ProcessState state, Duration grace) throws InterruptedException {
        ProcessTree tree = new ProcessTree(table, state);
        if (tree.members().isEmpty()) {
            return new Outcome.NothingRan();
        }
        // CONT, since a process that is suspended does not see TERM before it goes on.
        if (signalUntilGone(tree, List.of("TERM", "CONT"), Deadline.after(grace))) {
            return new Outcome.Ended();
        }
        if (signalUntilGone(tree, List.of("KILL"), Deadline.after(AFTER_KILL))) {
            return new Outcome.Killed();
        }
        return new Outcome.Survived(alive(state));
    }

    /** The PIDs of what is alive of it, each proved to be ours. */
    public List<Long> alive(ProcessState state) {
        return new ProcessTree(table, state)
                .members().stream().map(ProcessFacts::pid).toList();
    }

    /** Signals each target once, those that appear on the way too, until none is left or the time is over. */
    private static boolean signalUntilGone(ProcessTree tree, List<String> signals, Deadline deadline)
            throws InterruptedException {
        Set<Long> signalled = new HashSet<>();
        while (true) {
            List<ProcessFacts> members = tree.members();
            if (members.isEmpty()) {
                return true;
            }
            Signals.send(
                    signals,
                    tree.targets(members).stream().filter(signalled::add).toList());
            while (members.stream().anyMatch(tree::alive)) {
                if (deadline.hasPassed()) {
                    return false;
                }
                Thread.sleep(PAUSE.toMillis());
            }
        }
    }
}
