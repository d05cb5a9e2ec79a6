package dev.e2e.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The processes that came of one launch: its session and process group, and whoever left them with our token. */
final class ProcessTree {
    private final ProcessTable table;
    private final ProcessState state;
    /** The start times, by PID, of all that was proved before: its proof, such as its parent, may be gone by now. */
    private final Map<Long, Long> known = new HashMap<>();

    ProcessTree(ProcessTable table, ProcessState state) {
        this.table = table;
        this.state = state;
    }

    /** Those alive now, each proved to be ours, now or when this was asked before. */
    List<ProcessFacts> members() {
        if (!state.bootId().equals(table.bootId())) {
            return List.of();
        }
        long self = ProcessHandle.current().pid();
        ProcessState.Launched launched = state.launched();
        // The keeper is the eldest, and waits no longer than this for its process.
        long earliest = launched == null ? 0 : launched.startTicks() - table.ticks(Keeper.PATIENCE);
        List<ProcessFacts> candidates = new ArrayList<>();
        for (ProcessFacts facts : table.list()) {
            if (facts.alive() && facts.pid() != self && facts.startTicks() >= earliest) {
                candidates.add(facts);
            }
        }
        Set<Long> proved = new HashSet<>(table.carriers(candidates, state.token()));
        for (ProcessFacts facts : candidates) {
            if (!proved.contains(facts.pid())
                    && (known.getOrDefault(facts.pid(), -1L) == facts.startTicks() || isHiddenLeader(facts))) {
                proved.add(facts.pid());
            }
        }
        boolean more = true;
        while (more) {
            more = proveMore(candidates, proved); // what was proved now may prove others
        }
        List<ProcessFacts> members = candidates.stream()
                .filter(facts -> proved.contains(facts.pid()))
                .toList();
        members.forEach(facts -> known.put(facts.pid(), facts.startTicks()));
        return members;
    }

    /** Whether it is what was launched, on a system that shows its token to nobody. */
    private boolean isHiddenLeader(ProcessFacts facts) {
        ProcessState.Launched launched = state.launched();
        return launched != null
                && facts.pid() == launched.pid()
                && facts.startTicks() == launched.startTicks()
                && table.token(facts.pid()) instanceof TokenEvidence.Hidden;
    }

    /**
     * Adds those that follow from what is proved: the children of a process of ours, and, once a member of it is ours, the
     * whole group, whose number is not given away while a member lives.
     */
    private boolean proveMore(List<ProcessFacts> candidates, Set<Long> proved) {
        ProcessState.Launched launched = state.launched();
        long leader = launched == null ? -1 : launched.pid();
        long earliest = launched == null ? 0 : launched.startTicks();
        boolean groupIsOurs =
                candidates.stream().anyMatch(facts -> proved.contains(facts.pid()) && belongsTo(facts, leader));
        boolean more = false;
        for (ProcessFacts facts : candidates) {
            boolean ofTheGroup = groupIsOurs && belongsTo(facts, leader) && facts.startTicks() >= earliest;
            if ((ofTheGroup || proved.contains(facts.parent())) && proved.add(facts.pid())) {
                more = true;
            }
        }
        return more;
    }

    /** What {@code kill} takes to reach the members: the group as a whole, and each that is outside of it. */
    List<Long> targets(List<ProcessFacts> members) {
        ProcessState.Launched launched = state.launched();
        long leader = launched == null ? -1 : launched.pid();
        return members.stream()
                .map(facts -> facts.group() == leader ? -leader : facts.pid())
                .distinct()
                .toList();
    }

    /** Whether a member still runs. */
    boolean alive(ProcessFacts member) {
        return table.find(member.pid())
                .filter(facts -> facts.alive() && facts.startTicks() == member.startTicks())
                .isPresent();
    }

    private static boolean belongsTo(ProcessFacts facts, long leader) {
        return facts.group() == leader || facts.session() == leader;
    }
}
