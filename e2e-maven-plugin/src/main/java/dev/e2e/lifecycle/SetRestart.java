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
import java.util.Collection;
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
public final class SetRestart extends Undertaking {
    /** How long the JVM waits at its end for one that has touched nothing yet, and will not. */
    private static final Duration PATIENCE_WITH_NOTHING = Duration.ofSeconds(2);

    private boolean givenUp;
    private boolean finishes;

    public SetRestart(StateStore store, ProcessTable table, Launcher launcher, Progress progress) {
        super(store, table, launcher, progress);
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
        return during(() -> {
            store.directory().sweep(table);
            try (NameLocks locks = NameLocks.acquire(
                    store.directory(),
                    table,
                    request.names(),
                    NameLock.Purpose.START,
                    request.self().build(),
                    PATIENCE)) {
                Map<ProcessName, Existing.Running> running = running(request.names());
                new RunningAlready(store, table).refuseOtherBuilds(running.values(), request.self(), request.force());
                Map<ProcessName, ProcessSpec> specs = specs(running);
                begin(running.values(), request.self());
                return replace(specs, running);
            }
        });
    }

    /** Stops and launches; where that fails, the failure tells what does not run any more and how to start it. */
    private Map<ProcessName, Restarted> replace(
            Map<ProcessName, ProcessSpec> specs, Map<ProcessName, Existing.Running> running)
            throws E2eException, InterruptedException {
        Map<ProcessName, ProcessState> before = new TreeMap<>();
        running.forEach((name, found) -> before.put(name, found.state()));
        try {
            stop(running.keySet());
            return new Relaunch(store, table, launcher, progress, run()).run(specs, before);
        } catch (E2eException e) {
            ProcessFailureException failure =
                    new ProcessFailureException(e.getMessage() + wayBack(running.keySet()), e);
            if (finishesNow()) {
                progress.warn(failure.getMessage()); // nobody may be left who tells of what is thrown
            }
            throw failure;
        } catch (InterruptedException e) {
            progress.warn("The restart was interrupted" + wayBack(running.keySet()));
            throw e;
        }
    }

    private synchronized boolean finishesNow() {
        return givenUp && finishes;
    }

    private String wayBack(Set<ProcessName> names) throws InvalidInputException {
        List<String> gone = new ArrayList<>();
        for (ProcessName name : names) {
            if (!(store.examine(name) instanceof Existing.Running)) {
                gone.add(name.value());
            }
        }
        return gone.isEmpty()
                ? ""
                : "%nStopped and not running again: %s; start with 'mvn e2e:start -De2e.processes=%s'"
                        .formatted(String.join(", ", gone), String.join(",", gone));
    }

    /** What ran without this build runs again before the JVM ends; what the build owns ends with it. */
    @Override
    void atShutdown() throws InterruptedException {
        if (finishesAtShutdown()) {
            try {
                progress.warn("The restart goes on to its end first, so that what was stopped runs again");
            } finally {
                awaitEnd(PATIENCE); // also where Maven's output has gone already
            }
        } else {
            cancel(PATIENCE_WITH_NOTHING);
        }
    }

    private synchronized boolean finishesAtShutdown() {
        givenUp = true;
        return finishes;
    }

    /** From here on something is stopped. */
    private synchronized void begin(Collection<Existing.Running> running, Owner self) throws ProcessFailureException {
        if (givenUp || run().cancelled()) {
            throw new ProcessFailureException("The restart was given up before anything was touched");
        }
        finishes = running.stream()
                .map(found -> found.state().owner())
                .noneMatch(owner -> owner != null && owner.build().equals(self.build()));
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
