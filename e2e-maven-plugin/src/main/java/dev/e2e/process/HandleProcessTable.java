package dev.e2e.process;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * The process table as the JDK's {@link ProcessHandle} shows it. Its unit of start times is the millisecond since the
 * epoch, as the kernel noted it at the start; no later change of the clock moves it.
 */
abstract class HandleProcessTable implements ProcessTable {
    private static final int LONGEST_COMMAND_LINE = 120;

    /**
     * What the JDK does not tell of a process.
     *
     * @param group 0 where there are no process groups
     */
    record Seen(char state, long group) {}

    /** A look at one process. */
    abstract Seen look(long pid);

    /** One look at all processes. */
    abstract LongFunction<Seen> lookAtAll();

    @Override
    public Optional<ProcessFacts> find(long pid) {
        return pid <= 0 ? Optional.empty() : ProcessHandle.of(pid).flatMap(process -> facts(process, this::look));
    }

    @Override
    public List<ProcessFacts> list() {
        LongFunction<Seen> all = lookAtAll();
        return ProcessHandle.allProcesses()
                .map(process -> facts(process, all))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The facts of a process; empty where it cannot be told when it started. */
    private static Optional<ProcessFacts> facts(ProcessHandle process, LongFunction<Seen> look) {
        Instant start = process.info().startInstant().orElse(null);
        if (start == null || !process.isAlive()) {
            return Optional.empty();
        }
        Seen seen = look.apply(process.pid());
        // Windows tells the PID that the parent had, which may have been given to a younger process since.
        long parent = process.parent()
                .filter(it -> it.info().startInstant().filter(start::isBefore).isEmpty())
                .map(ProcessHandle::pid)
                .orElse(0L);
        return Optional.of(
                new ProcessFacts(process.pid(), seen.state(), parent, seen.group(), 0, start.toEpochMilli()));
    }

    @Override
    public Map<String, String> environment(long pid) {
        return Map.of();
    }

    @Override
    public String commandLine(long pid) {
        String line = ProcessHandle.of(pid)
                .map(ProcessHandle::info)
                .flatMap(info -> info.commandLine().or(info::command))
                .orElse("");
        return line.length() > LONGEST_COMMAND_LINE ? line.substring(0, LONGEST_COMMAND_LINE - 3) + "..." : line;
    }

    @Override
    public Duration age(ProcessFacts facts) {
        return Duration.ofMillis(Math.max(0, System.currentTimeMillis() - facts.startTicks()));
    }

    @Override
    public long ticks(Duration duration) {
        return duration.toMillis();
    }
}
