package dev.e2e.lifecycle;

import dev.e2e.process.Existing;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.Owner;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessState;
import dev.e2e.process.StateStore;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Which processes a directory has, by what their state files tell, without a lock. */
public final class KnownProcesses {
    private final StateStore store;

    public KnownProcesses(StateStore store) {
        this.store = store;
    }

    /** Those of these names that run. */
    public List<Existing.Running> running(Collection<ProcessName> names) throws InvalidInputException {
        List<Existing.Running> running = new ArrayList<>();
        for (ProcessName name : new TreeSet<>(names)) {
            if (store.examine(name) instanceof Existing.Running found) {
                running.add(found);
            }
        }
        return running;
    }

    /** The names of the processes that belong to a build. */
    public Set<ProcessName> ownedBy(Owner build) throws InvalidInputException {
        return those(state -> build.equals(state.owner()));
    }

    /** The names of the processes that a module of a build uses. */
    public Set<ProcessName> usedBy(Member member) throws InvalidInputException {
        return those(state -> member.owns(state) && state.users().contains(member.module()));
    }

    /** The names of the processes that belong to no build and were started for the project in a directory. */
    public Set<ProcessName> startedByHandIn(Path project) throws InvalidInputException {
        return those(state -> state.owner() == null && state.stop().directory().equals(project));
    }

    private Set<ProcessName> those(Predicate<ProcessState> condition) throws InvalidInputException {
        Set<ProcessName> names = new TreeSet<>();
        for (ProcessName name : store.directory().names()) {
            if (store.examine(name).knownState().filter(condition).isPresent()) {
                names.add(name);
            }
        }
        return names;
    }

    /** What these processes depend on, by what their states tell, and what that depends on. */
    public Set<ProcessName> alsoNeeded(Set<ProcessName> names) throws InvalidInputException {
        Set<ProcessName> needed = new TreeSet<>();
        Deque<ProcessName> left = new ArrayDeque<>(names);
        while (!left.isEmpty()) {
            store.examine(left.pop())
                    .knownState()
                    .ifPresent(state ->
                            state.dependsOn().stream().filter(needed::add).forEach(left::push));
        }
        return needed;
    }
}
