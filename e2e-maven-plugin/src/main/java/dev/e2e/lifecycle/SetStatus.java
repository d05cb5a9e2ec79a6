package dev.e2e.lifecycle;

import dev.e2e.lifecycle.StatusReport.Ended;
import dev.e2e.lifecycle.StatusReport.Entry;
import dev.e2e.lifecycle.StatusReport.OwnerSeen;
import dev.e2e.lifecycle.StatusReport.State;
import dev.e2e.process.Existing;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Looks at a set of processes. Never changes one that runs; removes stale files when nobody is at work on them. */
public final class SetStatus {
    private final StateStore store;
    private final ProcessTable table;
    private final Details details;

    public SetStatus(StateStore store, ProcessTable table, Details details) {
        this.store = store;
        this.table = table;
        this.details = details;
    }

    /** Asks a running process about itself. */
    @FunctionalInterface
    public interface Details {
        /** The answer, a JSON object, or empty where there is none in a short time. */
        Optional<String> of(Map<String, String> published);
    }

    /** Looks; never fails for what it finds. */
    public StatusReport look(Collection<ProcessName> names) throws InterruptedException {
        sweep();
        List<Entry> entries = new ArrayList<>();
        for (ProcessName name : names) {
            entries.add(look(name));
        }
        return new StatusReport(store.directory().path(), entries);
    }

    private Entry look(ProcessName name) throws InterruptedException {
        Path log = store.directory().files(name).log();
        try {
            Existing existing = store.examine(name);
            if (existing instanceof Existing.Running running) {
                return entry(running, log);
            }
            if (existing instanceof Existing.Unverifiable unverifiable) {
                return without(name, State.UNVERIFIABLE, unverifiable.pid(), log, unverifiable.reason());
            }
            if (existing instanceof Existing.Foreign foreign) {
                return without(name, State.FOREIGN, foreign.pid(), log, foreign.reason() + cleanUp(name));
            }
            if (existing instanceof Existing.Stale stale) {
                boolean starting = stale.state()
                                .map(ProcessState::phase)
                                .filter(Phase.STARTING::equals)
                                .isPresent()
                        && NameLock.holder(store.directory(), table, name).isPresent();
                if (starting) {
                    return without(name, State.STARTING, null, log, "");
                }
                Optional<ProcessState> unreported = stale.state().filter(this::isUnreported);
                return unreported.isPresent()
                        ? ended(unreported.get(), stale.reason(), log)
                        : without(name, State.STALE, null, log, stale.reason() + cleanUp(name));
            }
            return without(name, State.STOPPED, null, log, "");
        } catch (InvalidInputException e) {
            return without(name, State.UNVERIFIABLE, null, log, e.getMessage());
        }
    }

    /** What is wrong with a process that is about to be ready, or to be gone, while nobody sees to it any more. */
    private String abandoned(ProcessState state) throws InvalidInputException {
        return state.phase() == Phase.RUNNING
                        || NameLock.holder(store.directory(), table, state.name())
                                .isPresent()
                ? ""
                : "nobody waits for that any more; end it with 'mvn e2e:stop -De2e.processes=" + state.name() + "'";
    }

    private Entry entry(Existing.Running running, Path log) throws InvalidInputException {
        ProcessState state = running.state();
        Owner owner = state.owner();
        State shown = switch (state.phase()) {
            case STARTING -> State.STARTING;
            case RUNNING -> State.RUNNING;
            case STOPPING -> State.STOPPING;
        };
        return new Entry(
                state.name(),
                shown,
                running.facts().pid(),
                state.readyAt() != null ? StatusReport.Readiness.READY : StatusReport.Readiness.NOT_READY,
                state.startedAt(),
                table.age(running.facts()),
                memory(running.facts().pid()),
                log,
                abandoned(state),
                null,
                owner == null
                        ? null
                        : new OwnerSeen(owner, owner.alive(table) ? OwnerSeen.Life.ALIVE : OwnerSeen.Life.GONE),
                details.of(state.published()).orElse(null));
    }

    private @Nullable Long memory(long pid) {
        OptionalLong bytes = table.residentBytes(pid);
        return bytes.isPresent() ? bytes.getAsLong() : null;
    }

    private static Entry without(ProcessName name, State state, @Nullable Long pid, Path log, String reason) {
        return new Entry(
                name, state, pid, StatusReport.Readiness.NOT_READY, null, null, null, log, reason, null, null, null);
    }

    /** Whether a process was ready and has ended by itself, which the stop is yet to report. */
    private boolean isUnreported(ProcessState state) {
        Owner owner = state.owner();
        return state.phase() == Phase.RUNNING
                && state.bootId().equals(table.bootId())
                && (owner == null || owner.alive(table));
    }

    private Entry ended(ProcessState state, String reason, Path log) {
        Ended ended = Ended.of(store.exit(state.name()), state.startedAt(), LogTail.lines(log));
        return new Entry(
                state.name(),
                State.STALE,
                null,
                StatusReport.Readiness.NOT_READY,
                null,
                null,
                null,
                log,
                "%s; PID %d %s; 'mvn e2e:stop -De2e.processes=%s' clears it away%s"
                        .formatted(
                                reason,
                                state.identity().orElseThrow().pid(),
                                ended.how(),
                                state.name(),
                                childrenLeft(state)),
                ended,
                null,
                null);
    }

    private String childrenLeft(ProcessState state) {
        List<Long> left = new ProcessStop(table).alive(state);
        return left.isEmpty() ? "" : ", and of its children that live on: PIDs " + left;
    }

    private void sweep() {
        try {
            store.directory().sweep(table);
        } catch (InvalidInputException e) {
            return; // what cannot be swept is in nobody's way
        }
    }

    /** Removes stale files, unless somebody is at work on them or something of the process lives on; says which. */
    private String cleanUp(ProcessName name) throws InterruptedException {
        try (NameLock lock =
                NameLock.acquire(store.directory(), table, name, NameLock.Purpose.STATUS, "", Duration.ZERO)) {
            Existing existing = store.examine(name);
            if (existing instanceof Existing.Running || existing instanceof Existing.Unverifiable) {
                return "";
            }
            List<Long> left = existing.knownState()
                    .map(it -> new ProcessStop(table).alive(it))
                    .orElse(List.of());
            if (!left.isEmpty()) {
                return "; of its children live on: PIDs " + left + ", stop them with 'mvn e2e:stop -De2e.processes="
                        + name + "'";
            }
            store.remove(name);
            return "; its files were removed";
        } catch (ProcessFailureException e) {
            return ""; // whoever holds the lock sees to the files
        } catch (InvalidInputException e) {
            return "; its files cannot be removed: " + e.getMessage();
        }
    }
}
