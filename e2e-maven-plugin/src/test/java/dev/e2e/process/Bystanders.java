package dev.e2e.process;

import java.util.List;
import org.awaitility.Awaitility;

/** Processes that have nothing to do with ours, in a group of their own, and must never notice us. */
public final class Bystanders implements AutoCloseable {
    private final ProcessTable table;
    private final Process leader;
    private final List<ProcessFacts> all;

    Bystanders(ProcessTable table, Process leader) {
        this.table = table;
        this.leader = leader;
        this.all = members();
    }

    private List<ProcessFacts> members() {
        return table.list().stream()
                .filter(facts -> facts.alive() && facts.group() == leader.pid())
                .toList();
    }

    /** The PID of the one that leads the group. */
    public long pid() {
        return leader.pid();
    }

    /** When that one was started, in the kernel's unit. */
    public long startTicks() {
        return table.find(pid()).orElseThrow().startTicks();
    }

    /** How many of the leader and its two children live. */
    public long alive() {
        return all.stream()
                .filter(one -> table.find(one.pid())
                        .filter(now -> now.alive() && now.startTicks() == one.startTicks())
                        .isPresent())
                .count();
    }

    /** Ends them. */
    @Override
    public void close() {
        all.forEach(one -> ProcessHandle.of(one.pid()).ifPresent(ProcessHandle::destroyForcibly));
        Awaitility.await().until(() -> alive() == 0);
    }
}
