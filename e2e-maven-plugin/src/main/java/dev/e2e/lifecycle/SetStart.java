package dev.e2e.lifecycle;

import dev.e2e.process.E2eException;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.Launcher;
import dev.e2e.process.NameLock;
import dev.e2e.process.Owner;
import dev.e2e.process.ProcessFailureException;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessState;
import dev.e2e.process.ProcessTable;
import dev.e2e.process.StateStore;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Starts a set of processes: all of them are ready when it returns, or none of them is left. Each begins when those it
 * depends on are ready; independent ones begin side by side.
 */
public final class SetStart extends Undertaking {
    public SetStart(StateStore store, ProcessTable table, Launcher launcher, Progress progress) {
        super(store, table, launcher, progress);
    }

    /**
     * Starts them.
     *
     * @return the states of all, ready
     * @throws InvalidInputException when the request cannot be worked with; nothing was started
     * @throws ProcessFailureException when one was not ready, after all that were started have been stopped again, or
     *     when something stands in the way, before anything was touched
     */
    public Map<ProcessName, ProcessState> start(StartRequest request) throws E2eException, InterruptedException {
        return during(() -> {
            Map<ProcessName, ProcessSpec> specs = SpecCheck.check(request.specs());
            Set<ProcessName> names = new TreeSet<>(specs.keySet());
            names.addAll(request.alsoReplaced());
            store.directory().sweep(table);
            try (NameLocks locks = NameLocks.acquire(
                            store.directory(), table, names, NameLock.Purpose.START, build(request), PATIENCE);
                    PortReservations ports = PortReservations.of(specs.values())) {
                Map<ProcessName, ProcessState> shared =
                        new Conflicts(store, table, progress).resolve(names, specs, request);
                return launch(specs, shared, ports, request);
            }
        });
    }

    private static String build(StartRequest request) {
        Owner owner = request.owner();
        return owner == null ? "" : owner.build();
    }

    private Map<ProcessName, ProcessState> launch(
            Map<ProcessName, ProcessSpec> specs,
            Map<ProcessName, ProcessState> shared,
            PortReservations ports,
            StartRequest request)
            throws E2eException, InterruptedException {
        SingleStart single = new SingleStart(store, table, launcher, ports);
        Map<ProcessName, ProcessState> ready = new ConcurrentHashMap<>();
        shared.forEach((name, state) -> {
            if (specs.containsKey(name)) {
                ready.put(name, state);
            }
        });
        Map<ProcessName, Set<ProcessName>> waitsFor = new HashMap<>();
        specs.forEach((name, spec) -> {
            if (!ready.containsKey(name)) {
                waitsFor.put(name, spec.dependsOn());
            }
        });
        DependencyRun run = run();
        Optional<Exception> failure = run.run(waitsFor, name -> {
            long begin = System.nanoTime();
            ProcessState state = single.run(
                    Objects.requireNonNull(specs.get(name)), request.member(), Map.copyOf(ready), run::cancelled);
            ready.put(name, state);
            progress.info("✅ %s ready after %s (PID: %d)%s"
                    .formatted(
                            name.display(),
                            Durations.text(Duration.ofNanos(System.nanoTime() - begin)),
                            state.identity().orElseThrow().pid(),
                            values(state)));
        });
        if (failure.isEmpty() && !run.cancelled()) {
            join(shared.values(), specs.keySet(), request.member());
            return new TreeMap<>(ready);
        }
        Exception reason = failure.orElseGet(() -> new ProcessFailureException("The start was given up"));
        new RollBack(store, table, progress).of(waitsFor.keySet(), reason);
        if (reason instanceof E2eException known) {
            throw known;
        }
        if (reason instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        throw new IllegalStateException(reason);
    }

    /** Notes on what other modules started that this one uses it too. */
    private void join(Collection<ProcessState> shared, Set<ProcessName> names, @Nullable Member member)
            throws InvalidInputException {
        for (ProcessState state : shared) {
            if (member != null && names.contains(state.name()) && member.owns(state)) {
                SortedSet<String> users = new TreeSet<>(state.users());
                users.add(member.module());
                store.write(state.usedBy(users));
                progress.info("✅ %s shared with %s (PID: %d)"
                        .formatted(
                                state.name().display(),
                                String.join(", ", member.otherUsers(state)),
                                state.identity().orElseThrow().pid()));
            }
        }
    }

    private static String values(ProcessState state) {
        StringBuilder text = new StringBuilder();
        Map<String, String> values = new TreeMap<>(state.published());
        state.ports().forEach((name, port) -> values.put(name, Integer.toString(port)));
        values.forEach((key, value) -> text.append(text.isEmpty() ? ": " : ", ")
                .append(key)
                .append('=')
                .append(value));
        return text.toString();
    }
}
