package dev.e2e.lifecycle;

import dev.e2e.process.Owner;
import dev.e2e.process.ProcessState;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A module of a build, which may share processes with the other modules.
 *
 * @param build the build
 * @param module names the module in the build
 * @param building the modules of the build that are not done yet; the others use nothing any more
 */
public record Member(Owner build, String module, Set<String> building) {

    public Member {
        building = Set.copyOf(building);
    }

    /** The build as a whole, at its end: no module uses anything any more. */
    public static Member endOf(Owner build) {
        return new Member(build, "", Set.of());
    }

    /** Whether a process belongs to this build. */
    boolean owns(ProcessState state) {
        return build.equals(state.owner());
    }

    /** The other modules of this build that use a process at this moment. */
    SortedSet<String> otherUsers(ProcessState state) {
        SortedSet<String> others = new TreeSet<>();
        if (owns(state)) {
            others.addAll(state.users());
            others.retainAll(building);
            others.remove(module);
        }
        return others;
    }
}
