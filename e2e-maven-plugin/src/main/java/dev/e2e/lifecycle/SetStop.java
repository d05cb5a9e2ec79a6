package dev.e2e.lifecycle;

import dev.e2e.lifecycle.StopReport.Result;
import dev.e2e.process.E2eException;
import dev.e2e.process.Existing;
import dev.e2e.process.Identity;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.NameLock;
import dev.e2e.process.Owner;
import dev.e2e.process.Phase;
import dev.e2e.process.ProcessFailureException;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessState;
import dev.e2e.process.ProcessStop;
import dev.e2e.process.ProcessTable;
import dev.e2e.process.StateStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
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
     * @param self the module that asks; its build's processes are never another build's, and what other modules of it
     *     use is kept
     */
    public record Request(Set<ProcessName> names, Optional<Duration> grace, Member self, Force force) {}

    /**
     * Stops them, taking their locks.
     *
     * @throws ProcessFailureException when one of them belongs to another build that is alive; nothing was stopped
     */
    public StopReport run(Request request) throws E2eException, InterruptedException {
        store.directory().sweep(table);
        try (NameLocks locks = NameLocks.acquire(
                store.directory(),
                table,
                request.names(),
                NameLock.Purpose.STOP,
                request.self().build().build(),
                PATIENCE)) {
            refuseOtherBuilds(request);
            Map<ProcessName, Result> kept = keepShared(request);
            Set<ProcessName> names = new TreeSet<>(request.names());
            names.removeAll(kept.keySet());
            return runLocked(names, request.grace()).with(kept);
        }
    }

    /** Leaves what other modules of the build use to them; the last one stops it. */
    private Map<ProcessName, Result> keepShared(Request request) throws InvalidInputException {
        Map<ProcessName, Result> kept = new TreeMap<>();
        for (ProcessName name : request.names()) {
            if (store.examine(name) instanceof Existing.Running running) {
                SortedSet<String> others = request.self().otherUsers(running.state());
                if (!others.isEmpty()) {
                    store.write(running.state().usedBy(others));
                    kept.put(name, new Result.Kept(others));
                }
            }
        }
        return kept;
    }

    private void refuseOtherBuilds(Request request) throws InvalidInputException, ProcessFailureException {
        for (ProcessName name : new TreeSet<>(request.names())) {
            if (store.examine(name) instanceof Existing.Running running
                    && request.force() == Force.RESPECT_OTHER_BUILDS) {
                Owner owner = running.state().owner();
                if (owner != null
                        && owner.alive(table)
                        && !owner.directory().equals(request.self().build().directory())) {
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
        Optional<ProcessState> known = existing.knownState();
        if (known.isEmpty()) {
            store.remove(name);
            return new Result.StaleRemoved(reason(existing));
        }
        ProcessState state = known.get();
        long start = System.nanoTime();
        Optional<Result.Died> died = existing instanceof Existing.Running ? Optional.empty() : died(state);
        store.note(state.stopping());
        ProcessStop stop = new ProcessStop(table);
        ProcessStop.Outcome outcome = stop.stop(
                state,
                grace.orElse(state.stop().grace()),
                store.directory().files(name).log());
        if (outcome == ProcessStop.Outcome.SURVIVED) {
            List<Long> survivors = stop.alive(state);
            if (!survivors.isEmpty()) {
                return new Result.Survived(survivors);
            }
        }
        store.remove(name);
        if (died.isPresent()) {
            return died.get();
        }
        if (outcome == ProcessStop.Outcome.NOTHING_RAN) {
            return new Result.StaleRemoved(reason(existing));
        }
        long pid = state.identity().map(Identity::pid).orElse(0L);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return outcome == ProcessStop.Outcome.KILLED ? new Result.Killed(pid, took) : new Result.Stopped(pid, took);
    }

    /** What there is to say of a process that was ready and has ended by itself. */
    private Optional<Result.Died> died(ProcessState state) {
        if (state.phase() != Phase.RUNNING || !state.bootId().equals(table.bootId())) {
            return Optional.empty();
        }
        return Optional.of(new Result.Died(
                state.identity().map(Identity::pid).orElse(0L),
                StatusReport.Ended.of(store.exit(state.name()), state.startedAt(), List.of()),
                state.stop().earlyExit(),
                store.directory().files(state.name()).log()));
    }

    private static String reason(Existing existing) {
        if (existing instanceof Existing.Foreign foreign) {
            return foreign.reason();
        }
        return existing instanceof Existing.Stale stale ? stale.reason() : "nothing of it runs";
    }
}
