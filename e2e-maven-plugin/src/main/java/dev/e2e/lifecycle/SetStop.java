package dev.e2e.lifecycle;

import dev.e2e.lifecycle.StopReport.Result;
import dev.e2e.process.E2eException;
import dev.e2e.process.Existing;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.NameLock;
import dev.e2e.process.Owner;
import dev.e2e.process.ProcessFailureException;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessState;
import dev.e2e.process.ProcessStop;
import dev.e2e.process.ProcessTable;
import dev.e2e.process.StateStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stops a set of processes by what their state files tell, those first that depend on others. Idempotent: what does not
 * run is stopped already.
 */
public final class SetStop {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final StateStore store;
    private final ProcessTable table;

    public SetStop(StateStore store, ProcessTable table) {
        this.store = store;
        this.table = table;
    }

    /**
     * What is to be stopped.
     *
     * @param names the processes
     * @param grace how long each may take to end by itself; empty: as its start said
     * @param self the build that asks; its own processes are never another build's
     */
    public record Request(Set<ProcessName> names, Optional<Duration> grace, Owner self, Force force) {}

    /**
     * Stops them, taking their locks.
     *
     * @throws ProcessFailureException when one of them belongs to another build that is alive; nothing was stopped
     */
    public StopReport run(Request request) throws E2eException, InterruptedException {
        try (NameLocks locks =
                NameLocks.acquire(store.directory(), table, request.names(), NameLock.Purpose.STOP, PATIENCE)) {
            refuseOtherBuilds(request);
            return runLocked(request.names(), request.grace());
        }
    }

    private void refuseOtherBuilds(Request request) throws InvalidInputException, ProcessFailureException {
        for (ProcessName name : new TreeSet<>(request.names())) {
            if (store.examine(name) instanceof Existing.Running running
                    && request.force() == Force.RESPECT_OTHER_BUILDS) {
                Owner owner = running.state().owner();
                if (owner != null
                        && owner.alive(table)
                        && !owner.directory().equals(request.self().directory())) {
                    throw new ProcessFailureException(
                            "Process '%s' (PID %d) belongs to the build in %s (PID %d), which is alive; wait for it, or stop it with 'mvn e2e:stop -De2e.processes=%s -De2e.force=true'"
                                    .formatted(name, running.facts().pid(), owner.directory(), owner.pid(), name));
                }
            }
        }
    }

    /** Stops them; the caller holds their locks. */
    StopReport runLocked(Set<ProcessName> names, Optional<Duration> grace)
            throws InvalidInputException, InterruptedException {
        Map<ProcessName, Existing> existing = new TreeMap<>();
        for (ProcessName name : names) {
            existing.put(name, store.examine(name));
        }
        Map<ProcessName, Result> results = new ConcurrentHashMap<>();
        DependencyRun run = new DependencyRun();
        Optional<Exception> failure = run.run(
                dependents(existing),
                name -> results.put(name, stop(name, Objects.requireNonNull(existing.get(name)), grace)));
        if (failure.isPresent() && failure.get() instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        if (failure.isPresent() && failure.get() instanceof InvalidInputException invalid) {
            throw invalid;
        }
        if (failure.isPresent()) {
            throw new IllegalStateException(failure.get());
        }
        return new StopReport(new TreeMap<>(results));
    }

    /** For each process those that depend on it, by what their states tell. */
    private static Map<ProcessName, Set<ProcessName>> dependents(Map<ProcessName, Existing> existing) {
        Map<ProcessName, Set<ProcessName>> dependents = new HashMap<>();
        existing.keySet().forEach(name -> dependents.put(name, new HashSet<>()));
        existing.forEach((name, found) -> found.knownState()
                .ifPresent(state -> state.dependsOn()
                        .forEach(dependency -> dependents.computeIfPresent(dependency, (key, names) -> {
                            names.add(name);
                            return names;
                        }))));
        return dependents;
    }

    private Result stop(ProcessName name, Existing existing, Optional<Duration> grace)
            throws InvalidInputException, InterruptedException {
        if (existing instanceof Existing.Nothing) {
            store.remove(name); // a work directory may have been left
            return new Result.NotRunning();
        }
        if (existing instanceof Existing.Unverifiable unverifiable) {
            return new Result.LeftAlone(unverifiable.pid(), unverifiable.reason());
        }
        Optional<ProcessState> state = existing.knownState();
        if (state.isPresent()) {
            long start = System.nanoTime();
            store.write(state.get().stopping());
            ProcessStop.Outcome outcome = new ProcessStop(table)
                    .stop(state.get(), grace.orElse(state.get().shutdownTimeout()));
            if (outcome instanceof ProcessStop.Outcome.Survived survived) {
                return new Result.Survived(survived.pids());
            }
            if (!(outcome instanceof ProcessStop.Outcome.NothingRan)) {
                store.remove(name);
                long pid =
                        state.get().identity().map(identity -> identity.pid()).orElse(0L);
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                return outcome instanceof ProcessStop.Outcome.Killed
                        ? new Result.Killed(pid, took)
                        : new Result.Stopped(pid, took);
            }
        }
        store.remove(name);
        return existing instanceof Existing.Foreign foreign
                ? new Result.StaleRemoved(foreign.reason())
                : new Result.StaleRemoved(((Existing.Stale) existing).reason());
    }

    /** The names of the processes that belong to a build. */
    public Set<ProcessName> ownedBy(Owner build) throws InvalidInputException {
        Set<ProcessName> owned = new TreeSet<>();
        for (ProcessName name : store.directory().names()) {
            Optional<ProcessState> state = store.examine(name).knownState();
            if (state.map(ProcessState::owner).filter(build::equals).isPresent()) {
                owned.add(name);
            }
        }
        return owned;
    }
}
