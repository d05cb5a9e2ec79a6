package dev.e2e.lifecycle;

import dev.e2e.process.Existing;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.Owner;
import dev.e2e.process.Phase;
import dev.e2e.process.ProcessFailureException;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessTable;
import dev.e2e.process.StateStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The processes that run under the names that a start wants, and what there is to say of them. */
public final class RunningAlready {
    private final StateStore store;
    private final ProcessTable table;

    public RunningAlready(StateStore store, ProcessTable table) {
        this.store = store;
        this.table = table;
    }

    /**
     * Looks, without a lock, for what a start would meet.
     *
     * @param member whose start it is; what other modules of its build use is no conflict; {@code null}: nobody's
     * @param kept the tokens of launches that are no conflict either
     */
    public List<Existing.Running> find(Set<ProcessName> names, @Nullable Member member, Set<String> kept)
            throws InvalidInputException {
        List<Existing.Running> found = new ArrayList<>();
        for (ProcessName name : new TreeSet<>(names)) {
            if (store.examine(name) instanceof Existing.Running running
                    && !kept.contains(running.state().token())
                    && (member == null || member.otherUsers(running.state()).isEmpty())) {
                found.add(running);
            }
        }
        return found;
    }

    /** Whether it may serve another start as it is: it was ready, so that no start is at work on it. */
    public static boolean isReady(Existing.Running running) {
        return running.state().phase() == Phase.RUNNING;
    }

    /** The line that warns of it. */
    public static String line(Existing.Running running) {
        return "⚠️  %s already running (PID: %d)"
                .formatted(running.state().name().display(), running.facts().pid());
    }

    /**
     * Refuses those that belong to another build.
     *
     * @param self the build that starts; {@code null}: none
     * @throws ProcessFailureException when one belongs to another build that is alive
     */
    public void refuseOtherBuilds(Collection<Existing.Running> running, @Nullable Owner self, Force force)
            throws ProcessFailureException {
        for (Existing.Running found : running) {
            Owner owner = found.state().owner();
            if (owner != null && owner.alive(table) && !owner.equals(self) && force == Force.RESPECT_OTHER_BUILDS) {
                throw new ProcessFailureException(
                        "%s; wait for it, use another directory with -De2e.directory=…, or replace it with -De2e.force=true"
                                .formatted(describe(found)));
            }
        }
    }

    /** All of them, with what resolves the conflict. */
    public String facts(Collection<Existing.Running> running) {
        return running.stream()
                .map(found ->
                        "%s; stop it with 'mvn e2e:stop -De2e.processes=%s', or replace it with -De2e.onConflict=replace"
                                .formatted(describe(found), found.state().name()))
                .collect(Collectors.joining("\n"));
    }

    private String describe(Existing.Running found) {
        Owner owner = found.state().owner();
        String of = owner == null
                ? "it belongs to no build"
                : "it belongs to the build in %s (PID %d), which is %s"
                        .formatted(owner.directory(), owner.pid(), owner.alive(table) ? "alive" : "gone");
        return "Process '%s' runs already: PID %d (%s), for %s, log %s; %s"
                .formatted(
                        found.state().name(),
                        found.facts().pid(),
                        table.commandLine(found.facts().pid()),
                        Durations.text(table.age(found.facts())),
                        store.directory().files(found.state().name()).log(),
                        of);
    }
}
