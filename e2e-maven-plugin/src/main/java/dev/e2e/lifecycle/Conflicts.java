package dev.e2e.lifecycle;

import dev.e2e.process.E2eException;
import dev.e2e.process.Existing;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.Phase;
import dev.e2e.process.ProcessFailureException;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessState;
import dev.e2e.process.ProcessStop;
import dev.e2e.process.ProcessTable;
import dev.e2e.process.StateStore;
import dev.e2e.process.StopRules;
import dev.e2e.readiness.Endpoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a start does about what exists: tells of it, refuses, or clears the way. The locks are held. */
final class Conflicts {
    private final StateStore store;
    private final ProcessTable table;
    private final Progress progress;

    Conflicts(StateStore store, ProcessTable table, Progress progress) {
        this.store = store;
        this.table = table;
        this.progress = progress;
    }

    /**
     * Clears the names, or refuses before anything is touched.
     *
     * @return what stays: processes that other modules of the same build use, and that are the same here
     * @throws ProcessFailureException when something stands in the way that may not be stopped
     * @throws InvalidInputException when another module of the same build has another process under a name
     */
    Map<ProcessName, ProcessState> resolve(
            Set<ProcessName> names, Map<ProcessName, ProcessSpec> specs, StartRequest request)
            throws E2eException, InterruptedException {
        List<Existing.Running> running = new ArrayList<>();
        Map<ProcessName, ProcessState> shared = new TreeMap<>();
        Set<ProcessName> toClear = new TreeSet<>();
        Set<Long> stoppedBefore = new HashSet<>();
        for (ProcessName name : new TreeSet<>(names)) {
            Existing existing = store.examine(name);
            refuseUnverifiable(name, existing);
            refuseDeathInUse(existing, request);
            if (existing instanceof Existing.Running found && isShared(found, specs.get(name), request)) {
                shared.put(name, found.state());
                continue;
            }
            if (existing instanceof Existing.Running found) {
                running.add(found);
            }
            if (!(existing instanceof Existing.Nothing)) {
                toClear.add(name);
                existing.knownState().ifPresent(state -> stoppedBefore.addAll(new ProcessStop(table).alive(state)));
            }
        }
        refuse(running, request);
        PortCheck ports = new PortCheck(table);
        for (ProcessSpec spec : specs.values()) {
            if (!shared.containsKey(spec.name())) {
                ports.refuseTaken(spec, knownEndpoints(spec), stoppedBefore);
            }
        }
        clear(toClear);
        return shared;
    }

    /** Those that are known before ports are chosen; the others are looked at right before the launch. */
    private static List<Endpoint> knownEndpoints(ProcessSpec spec) {
        boolean refers =
                spec.readiness().texts().anyMatch(text -> !References.in(text).isEmpty());
        return refers ? List.of() : spec.readiness().endpoints();
    }

    private void refuseUnverifiable(ProcessName name, Existing existing) throws ProcessFailureException {
        if (existing instanceof Existing.Unverifiable unverifiable) {
            throw new ProcessFailureException(
                    "Process '%s' cannot be started: there is %s, and PID %d (%s) lives, whose it is nothing proves; look at it with 'ps -fp %d', then end it and remove its e2e-%s-bg.* files, or use another directory with -De2e.directory=…"
                            .formatted(
                                    name,
                                    unverifiable.reason(),
                                    unverifiable.pid(),
                                    table.commandLine(unverifiable.pid()),
                                    unverifiable.pid(),
                                    name));
        }
    }

    /** A process that other modules of the same build use has died on them: to start it anew would hide that. */
    private void refuseDeathInUse(Existing existing, StartRequest request) throws ProcessFailureException {
        Member member = request.member();
        ProcessState state = existing.knownState().orElse(null);
        if (member != null
                && state != null
                && !(existing instanceof Existing.Running)
                && state.phase() == Phase.RUNNING
                && state.stop().earlyExit() == StopRules.EarlyExit.FAILS
                && !member.otherUsers(state).isEmpty()) {
            throw new ProcessFailureException("Process '%s', which module %s uses, %s; %s"
                    .formatted(
                            state.name(),
                            String.join(", ", member.otherUsers(state)),
                            StatusReport.Ended.of(store.exit(state.name()), state.startedAt(), List.of())
                                    .how(),
                            LogTail.of(store.directory().files(state.name()).log())));
        }
    }

    /** Whether what runs stays: it may be reused, or other modules of the same build use it and this one joins them. */
    private boolean isShared(Existing.Running found, @Nullable ProcessSpec spec, StartRequest request)
            throws InvalidInputException, ProcessFailureException {
        boolean same = spec == null || spec.digest().equals(found.state().specification());
        if (same && request.onConflict() == ConflictPolicy.REUSE && RunningAlready.isReady(found)) {
            new RunningAlready(store, table).refuseOtherBuilds(List.of(found), request.owner(), request.force());
            return true;
        }
        if (same && request.keptTokens().contains(found.state().token())) {
            return true;
        }
        Member member = request.member();
        if (member == null || member.otherUsers(found.state()).isEmpty()) {
            return false;
        }
        if (!same) {
            throw new InvalidInputException(
                    "Process '%s': module %s declares it differently than module %s, which has it running now; make the declarations the same, or rename one"
                            .formatted(
                                    found.state().name(),
                                    member.module(),
                                    String.join(", ", member.otherUsers(found.state()))));
        }
        return true;
    }

    private void refuse(List<Existing.Running> running, StartRequest request) throws ProcessFailureException {
        RunningAlready already = new RunningAlready(store, table);
        already.refuseOtherBuilds(running, request.owner(), request.force());
        List<Existing.Running> inTheWay = new ArrayList<>(running);
        if (request.onConflict() == ConflictPolicy.REUSE) {
            inTheWay.removeIf(found -> !RunningAlready.isReady(found)); // left by a start that was killed
        }
        if (request.onConflict() == ConflictPolicy.REPLACE || inTheWay.isEmpty()) {
            return;
        }
        throw new ProcessFailureException(
                request.onConflict() == ConflictPolicy.REUSE
                        ? "Of another specification than this build declares, so that it cannot be reused:\n"
                                + already.facts(inTheWay)
                        : already.facts(inTheWay));
    }

    private void clear(Set<ProcessName> names)
            throws InvalidInputException, ProcessFailureException, InterruptedException {
        if (names.isEmpty()) {
            return;
        }
        StopReport report = new SetStop(store, table).runLocked(names, Optional.empty());
        report.lines().forEach(progress::info);
        if (!report.obstacles().isEmpty()) {
            throw new ProcessFailureException(String.join("\n", report.obstacles()));
        }
    }
}
