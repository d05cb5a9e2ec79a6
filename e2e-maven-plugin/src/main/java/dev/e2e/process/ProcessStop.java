package dev.e2e.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Stops one launched process with all that came of it: its stop command or signal to the group, a wait for the whole group
 * and not only its leader, KILL after the grace, and a search for those who left the group with our token.
 */
public final class ProcessStop {
    private static final Duration PAUSE = Duration.ofMillis(1);
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    private final ProcessTable table;
    private final Function<List<Signals.Signal>, List<List<String>>> commands;

    public ProcessStop(ProcessTable table) {
        this(table, OperatingSystem.current()::commands);
    }

    /** @param commands those that send signals, as {@link OperatingSystem#commands} */
    ProcessStop(ProcessTable table, Function<List<Signals.Signal>, List<List<String>>> commands) {
        this.table = table;
        this.commands = commands;
    }

    /** How it went. */
    public enum Outcome {
        /** Nothing of it was alive. */
        NOTHING_RAN,
        /** All ended by themselves after they were asked to. */
        ENDED,
        /** Some had to be killed after the grace. */
        KILLED,
        /** Some live on even after KILL. */
        SURVIVED
    }

    /**
     * Stops it and returns when nothing of it is alive, or 5 s after KILL at the latest.
     *
     * @param grace how long it may take to end by itself
     * @param log where the stop command's output is added
     */
    public Outcome stop(ProcessState state, Duration grace, Path log) throws InterruptedException {
        ProcessTree tree = new ProcessTree(table, state);
        List<ProcessFacts> members = tree.members();
        if (members.isEmpty()) {
            return Outcome.NOTHING_RAN;
        }
        Deadline deadline = Deadline.after(grace);
        if (commanded(state, tree, members, deadline, log)) {
            return Outcome.ENDED;
        }
        boolean commandTookAllTime = !state.stop().command().isEmpty() && deadline.hasPassed();
        if (!commandTookAllTime && signalled(state.stop().signal(), tree, deadline)) {
            return Outcome.ENDED;
        }
        return signalled("KILL", tree, Deadline.after(AFTER_KILL)) ? Outcome.KILLED : Outcome.SURVIVED;
    }

    /** The PIDs of what is alive of it, each proved to be ours. */
    public List<Long> alive(ProcessState state) {
        return new ProcessTree(table, state)
                .members().stream().map(ProcessFacts::pid).toList();
    }

    /**
     * Runs the stop command, where there is one, and waits for what it asked for.
     *
     * @return whether nothing is alive any more; if something is, and time is left, the command failed
     */
    private boolean commanded(
            ProcessState state, ProcessTree tree, List<ProcessFacts> members, Deadline deadline, Path log)
            throws InterruptedException {
        if (state.stop().command().isEmpty()) {
            return false;
        }
        try (StopCommand command = StopCommand.run(state.stop(), table.environment(leader(state, members)), log)) {
            while (!deadline.hasPassed() && !command.hasFailed()) {
                if (tree.members().isEmpty()) {
                    return true;
                }
                Thread.sleep(PAUSE.toMillis());
            }
            return false;
        } catch (IOException e) {
            return false; // it cannot be run: the signal has to do
        }
    }

    private static long leader(ProcessState state, List<ProcessFacts> members) {
        ProcessState.Launched launched = state.launched();
        return launched != null ? launched.pid() : members.get(0).pid();
    }

    /**
     * Signals each target once, those that appear on the way too, until none is left or the time is over. The signal is the
     * group's; those outside of it, which may not know it, get TERM unless it is KILL. Where none can hear it, there is
     * nothing to wait for.
     */
    private boolean signalled(String signal, ProcessTree tree, Deadline deadline) throws InterruptedException {
        Set<Long> signalled = new HashSet<>();
        while (true) {
            List<ProcessFacts> members = tree.members();
            if (members.isEmpty()) {
                return true;
            }
            List<Signals.Signal> signals = tree.targets(members).stream()
                    .filter(signalled::add)
                    .flatMap(target -> signals(signal, target))
                    .toList();
            boolean heard = Signals.send(commands, signals);
            if (!heard && !signal.equals("KILL")) {
                return false;
            }
            while (members.stream().anyMatch(tree::alive)) {
                if (deadline.hasPassed()) {
                    return false;
                }
                Thread.sleep(PAUSE.toMillis());
            }
        }
    }

    /** With CONT, since a process that is suspended does not see a signal before it goes on; KILL needs none. */
    private static Stream<Signals.Signal> signals(String signal, long target) {
        if (signal.equals("KILL")) {
            return Stream.of(new Signals.Signal(signal, target));
        }
        return Stream.of(new Signals.Signal(target < 0 ? signal : "TERM", target), new Signals.Signal("CONT", target));
    }
}
