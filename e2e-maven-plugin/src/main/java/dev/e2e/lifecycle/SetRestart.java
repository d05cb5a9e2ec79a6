package dev.e2e.lifecycle;

import dev.e2e.process.E2eException;
import dev.e2e.process.Existing;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.Launcher;
import dev.e2e.process.NameLock;
import dev.e2e.process.Owner;
import dev.e2e.process.ProcessFailureException;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessState;
import dev.e2e.process.ProcessStop;
import dev.e2e.process.ProcessTable;
import dev.e2e.process.StateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Stops processes that run, those first that depend on others, and starts them anew in the other order, with all that they
 * ran with and not what a POM says by now. Those that depend on them and are not named run on.
 */
public final class SetRestart implements Cancellable {
    private final StateStore store;
    private final ProcessTable table;
    private final Launcher launcher;
    private final Progress progress;
    private final Undertaking undertaking = new Undertaking();

    public SetRestart(StateStore store, ProcessTable table, Launcher launcher, Progress progress) {
        this.store = store;
        this.table = table;
        this.launcher = launcher;
        this.progress = progress;
    }

    /**
     * What is to be restarted.
     *
     * @param names the processes, all of which have to run
     * @param self the build that asks; the processes stay whose they are
     */
    public record Request(Set<ProcessName> names, Owner self, Force force) {
        public Request {
            names = Set.copyOf(names);
        }
    }

    /** A process before and after. */
    public record Restarted(ProcessState before, ProcessState after) {}

    /**
     * Restarts them.
     *
     * @return all of them, ready
     * @throws ProcessFailureException when one does not run, belongs to another live build, or cannot be restarted for
     *     what is not known of it, before anything was touched; or when one was not ready again, after it was stopped; the
     *     others, but for those that depend on it, are restarted then
     * @throws InvalidInputException when what one refers to is missing by now; nothing was touched
     */
    public Map<ProcessName, Restarted> restart(Request request) throws E2eException, InterruptedException {
        return undertaking.during(() -> {
            store.directory().sweep(table);
            try (NameLocks locks = NameLocks.acquire(
                    store.directory(),
                    table,
                    request.names(),
                    NameLock.Purpose.START,
                    request.self().build(),
                    Undertaking.PATIENCE)) {
                Map<ProcessName, Existing.Running> running = running(request.names());
                new RunningAlready(store, table).refuseOtherBuilds(running.values(), request.self(), request.force());
                Map<ProcessName, ProcessSpec> specs = specs(running);
                stop(request.names());
                Map<ProcessName, ProcessState> before = new TreeMap<>();
                running.forEach((name, found) -> before.put(name, found.state()));
                return new Relaunch(store, table, launcher, progress, undertaking.run()).run(specs, before);
            }
        });
    }

    @Override
    public boolean cancel(Duration atMost) throws InterruptedException {
        return undertaking.cancel(atMost);
    }

    private Map<ProcessName, Existing.Running> running(Set<ProcessName> names)
            throws InvalidInputException, ProcessFailureException {
        Map<ProcessName, Existing.Running> running = new TreeMap<>();
        List<String> others = new ArrayList<>();
        for (ProcessName name : new TreeSet<>(names)) {
            Existing existing = store.examine(name);
            if (existing instanceof Existing.Running found) {
                running.put(name, found);
            } else {
                others.add("Process '%s' cannot be restarted: %s".formatted(name, why(name, existing)));
            }
        }
        if (!others.isEmpty()) {
            throw new ProcessFailureException(String.join("\n", others));
        }
        return running;
    }

    private static String why(ProcessName name, Existing existing) {
        if (existing instanceof Existing.Unverifiable unverifiable) {
            return "there is %s, and PID %d lives, whose it is nothing proves; look at it with 'ps -fp %d'"
                    .formatted(unverifiable.reason(), unverifiable.pid(), unverifiable.pid());
        }
        String reason = existing instanceof Existing.Stale stale
                ? "it does not run (%s)".formatted(stale.reason())
                : existing instanceof Existing.Foreign foreign
                        ? "it does not run (%s)".formatted(foreign.reason())
                        : "it does not run";
        return "%s; start it with 'mvn e2e:start -De2e.processes=%s'".formatted(reason, name);
    }

    /** What they run with, all of it found and checked before anything is touched. */
    private Map<ProcessName, ProcessSpec> specs(Map<ProcessName, Existing.Running> running) throws E2eException {
        Map<ProcessName, ProcessSpec> specs = new TreeMap<>();
        Set<Long> stoppedBefore = new HashSet<>();
        for (Existing.Running found : running.values()) {
            specs.put(found.state().name(), new RunningSpec(store, table).of(found, running.keySet()));
            stoppedBefore.addAll(new ProcessStop(table).alive(found.state()));
        }
        for (ProcessSpec spec : specs.values()) {
            new PortCheck(table).refuseTaken(spec, spec.readiness().endpoints(), stoppedBefore);
        }
        return specs;
    }

    private void stop(Set<ProcessName> names) throws E2eException, InterruptedException {
        StopReport report = new SetStop(store, table).runLocked(names, Optional.empty());
        report.lines().forEach(progress::info);
        if (!report.obstacles().isEmpty()) {
            throw new ProcessFailureException(String.join("\n", report.obstacles()));
        }
    }
}
