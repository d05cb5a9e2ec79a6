package dev.e2e.process;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The build that a process belongs to.
 *
 * @param pid of Maven's JVM
 * @param startTicks of Maven's JVM
 * @param bootId the boot in which it ran
 * @param build tells the builds of one JVM apart
 * @param directory where the build was started
 */
public record Owner(long pid, long startTicks, String bootId, String build, String directory) {

    /** This JVM, for the build of that id. */
    public static Owner thisProcess(ProcessTable table, String build, String directory) {
        long pid = ProcessHandle.current().pid();
        long ticks = table.find(pid).map(ProcessFacts::startTicks).orElseThrow();
        return new Owner(pid, ticks, table.bootId(), build, directory);
    }

    // Written out, since what the compiler makes of a record costs 20 ms when it is first called.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Owner owner
                && pid == owner.pid
                && startTicks == owner.startTicks
                && bootId.equals(owner.bootId)
                && build.equals(owner.build)
                && directory.equals(owner.directory);
    }

    @Override
    public int hashCode() {
        return Objects.hash(pid, startTicks, bootId, build, directory);
    }

    /** Whether Maven's JVM still runs. */
    public boolean alive(ProcessTable table) {
        return bootId.equals(table.bootId())
                && table.find(pid)
                        .filter(facts -> facts.alive() && facts.startTicks() == startTicks)
                        .isPresent();
    }
}
