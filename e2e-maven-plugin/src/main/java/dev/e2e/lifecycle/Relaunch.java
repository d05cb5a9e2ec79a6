package dev.e2e.lifecycle;

import dev.e2e.process.E2eException;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.LaunchLostException;
import dev.e2e.process.Launcher;
import dev.e2e.process.ProcessFailureException;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessState;
import dev.e2e.process.ProcessTable;
import dev.e2e.process.StateStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The second half of a restart: launches what was stopped. One that fails takes back only itself. The locks are held. */
final class Relaunch {
    private final StateStore store;
    private final ProcessTable table;
    private final Launcher launcher;
    private final Progress progress;
    private final DependencyRun run;
    private final Map<ProcessName, ProcessState> after = new ConcurrentHashMap<>();
    private final Map<ProcessName, E2eException> failed = new ConcurrentHashMap<>();

    Relaunch(StateStore store, ProcessTable table, Launcher launcher, Progress progress, DependencyRun run) {
        this.store = store;
        this.table = table;
        this.launcher = launcher;
        this.progress = progress;
        this.run = run;
    }

    /**
     * Launches them, each after those of them that it depends on.
     *
     * @param before the states of all, as they ran
     * @throws ProcessFailureException when one is not ready, after all others were tried
     */
    Map<ProcessName, SetRestart.Restarted> run(
            Map<ProcessName, ProcessSpec> specs, Map<ProcessName, ProcessState> before)
            throws E2eException, InterruptedException {
        Map<ProcessName, Set<ProcessName>> waitsFor = new HashMap<>();
        specs.forEach((name, spec) -> waitsFor.put(name, spec.dependsOn()));
        try (PortReservations none = PortReservations.of(List.of())) {
            SingleStart single = new SingleStart(store, table, launcher, none);
            Optional<Exception> broken = run.run(
                    waitsFor,
                    name -> launch(
                            single, Objects.requireNonNull(specs.get(name)), Objects.requireNonNull(before.get(name))));
            if (broken.isPresent() && broken.get() instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            if (broken.isPresent()) {
                throw new IllegalStateException(broken.get());
            }
        }
        refuseFailures(specs.keySet());
        Map<ProcessName, SetRestart.Restarted> restarted = new TreeMap<>();
        after.forEach((name, state) ->
                restarted.put(name, new SetRestart.Restarted(Objects.requireNonNull(before.get(name)), state)));
        for (SetRestart.Restarted one : restarted.values()) {
            warnOfDependents(one, specs);
        }
        return restarted;
    }

    private void launch(SingleStart single, ProcessSpec spec, ProcessState before) throws InterruptedException {
        ProcessName name = spec.name();
        Optional<ProcessName> missing =
                spec.dependsOn().stream().filter(failed::containsKey).findFirst();
        if (missing.isPresent()) {
            failed.put(
                    name,
                    new ProcessFailureException(
                            "Process '%s' was stopped and not started again, since '%s' failed, which it depends on"
                                    .formatted(name, missing.get())));
            return;
        }
        RollBack back = new RollBack(store, table, progress);
        long begin = System.nanoTime();
        try {
            ProcessState state = launchTwiceAtMost(single, toldAnew(spec), before, back);
            after.put(name, state);
            progress.info("✅ %s ready again after %s (PID: %d, before: %d)"
                    .formatted(
                            name.display(),
                            Durations.text(Duration.ofNanos(System.nanoTime() - begin)),
                            state.identity().orElseThrow().pid(),
                            before.identity().orElseThrow().pid()));
        } catch (E2eException e) {
            back.of(Set.of(name), e);
            failed.put(name, e);
        } catch (InterruptedException | RuntimeException e) {
            back.of(Set.of(name), e);
            throw e;
        }
    }

    /** With what others publish by now in the variables that are nothing but that. */
    private ProcessSpec toldAnew(ProcessSpec spec) throws InvalidInputException {
        Map<String, String> now = new HashMap<>();
        for (Map.Entry<String, String> told : spec.told().entrySet()) {
            ProcessName publisher = LaunchRecord.publisher(told.getValue());
            String value = told.getValue().substring(publisher.value().length() + 1);
            store.examine(publisher)
                    .knownState()
                    .map(state -> state.published().get(value))
                    .ifPresent(published -> now.put(told.getKey(), published));
        }
        return spec.with(now);
    }

    /** A signal to the group of this JVM, as at Ctrl-C, may hit a launch on its way to a session of its own. */
    private ProcessState launchTwiceAtMost(SingleStart single, ProcessSpec spec, ProcessState before, RollBack back)
            throws E2eException, InterruptedException {
        try {
            return single.runAgain(spec, before, run::cancelled);
        } catch (LaunchLostException e) {
            if (run.cancelled()) {
                throw e;
            }
            back.of(Set.of(spec.name()), e);
            progress.warn("%s; it is launched once more".formatted(e.getMessage()));
            return single.runAgain(spec, before, run::cancelled);
        }
    }

    private void refuseFailures(Set<ProcessName> names) throws E2eException {
        Set<ProcessName> left = new TreeSet<>(names);
        left.removeAll(after.keySet());
        left.removeAll(failed.keySet());
        if (!left.isEmpty()) { // it was given up before these had their turn
            failed.put(
                    left.iterator().next(),
                    new ProcessFailureException("The restart was given up before %s had their turn".formatted(left)));
        }
        if (failed.size() == 1) {
            throw failed.values().iterator().next();
        }
        if (!failed.isEmpty()) {
            List<E2eException> all = List.copyOf(new TreeMap<>(failed).values());
            ProcessFailureException together = new ProcessFailureException(
                    String.join("\n", all.stream().map(E2eException::getMessage).toList()));
            all.forEach(together::addSuppressed);
            throw together;
        }
    }

    /** What a process has published may have reached others, which do not hear of something new. */
    private void warnOfDependents(SetRestart.Restarted one, Map<ProcessName, ProcessSpec> specs)
            throws InvalidInputException {
        if (one.before().published().equals(one.after().published())) {
            return;
        }
        ProcessName name = one.after().name();
        Set<ProcessName> dependents = new TreeSet<>();
        for (ProcessName other : store.directory().names()) {
            ProcessSpec spec = specs.get(other);
            boolean depends = store.examine(other)
                    .knownState()
                    .filter(state -> state.dependsOn().contains(name))
                    .isPresent();
            if (depends && (spec == null || !spec.isTold(name))) {
                dependents.add(other);
            }
        }
        if (!dependents.isEmpty()) {
            progress.warn(
                    "⚠️  %s has published something else than before (%s, before: %s), and what depends on it still has that: %s; 'mvn e2e:stop' and 'mvn e2e:start' give them the new"
                            .formatted(
                                    name.display(),
                                    new TreeMap<>(one.after().published()),
                                    new TreeMap<>(one.before().published()),
                                    dependents));
        }
    }
}
