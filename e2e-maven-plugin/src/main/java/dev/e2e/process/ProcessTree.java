package dev.e2e.process;

import java.util.List;

/** The processes that came of one launch: its session and process group, and whoever left them with our token. */
final class ProcessTree {
    private final ProcessTable table;
    private final ProcessState state;

    ProcessTree(ProcessTable table, ProcessState state) {
        this.table = table;
        this.state = state;
    }

    /** Those alive now, each proved to be ours at this moment. */
    List<ProcessFacts> members() {
        if (!state.bootId().equals(table.bootId())) {
            return List.of();
        }
        ProcessState.Launched launched = state.launched();
        long leader = launched == null ? -1 : launched.pid();
        long earliest = launched == null ? 0 : launched.startTicks();
        long self = ProcessHandle.current().pid();
        List<ProcessFacts> candidates = table.list().stream()
                .filter(facts -> facts.alive() && facts.pid() != self && facts.startTicks() >= earliest)
                .toList();
        List<ProcessFacts> proved =
                candidates.stream().filter(facts -> carriesToken(facts.pid())).toList();
        // A group's number is not given away while one of its members lives: one proof serves all of them.
        boolean groupIsOurs = proved.stream().anyMatch(facts -> belongsTo(facts, leader));
        return groupIsOurs
                ? candidates.stream()
                        .filter(facts -> belongsTo(facts, leader) || proved.contains(facts))
                        .toList()
                : proved;
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

    private boolean carriesToken(long pid) {
        return table.token(pid) instanceof TokenEvidence.Found found
                && found.token().equals(state.token());
    }
}
