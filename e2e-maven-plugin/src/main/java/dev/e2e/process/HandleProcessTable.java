package dev.e2e.process;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The process table as the JDK's {@link ProcessHandle} shows it. Its unit of start times is the millisecond since the
 * epoch; environments it does not show, so that PID, start time and boot have to prove a process.
 */
abstract class HandleProcessTable implements ProcessTable {
    private static final int LONGEST_COMMAND_LINE = 120;
    private static final long PATIENCE_SECONDS = 10;

    @Override
    public Optional<ProcessFacts> find(long pid) {
        return pid <= 0 ? Optional.empty() : ProcessHandle.of(pid).flatMap(this::facts);
    }

    @Override
    public List<ProcessFacts> list() {
        return ProcessHandle.allProcesses()
                .map(this::facts)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The facts of a process; empty where it cannot be told when it started. */
    private Optional<ProcessFacts> facts(ProcessHandle process) {
        Instant start = process.info().startInstant().orElse(null);
        if (start == null || !process.isAlive()) {
            return Optional.empty();
        }
        long parent = process.parent().map(ProcessHandle::pid).orElse(0L);
        long group = group(process.pid());
        return Optional.of(
                new ProcessFacts(process.pid(), state(process.pid()), parent, group, 0, start.toEpochMilli()));
    }

    /** The process group, 0 where there are none. */
    abstract long group(long pid);

    /** The state letter, as far as it is known. */
    char state(long pid) {
        return 'R';
    }

    @Override
    public TokenEvidence token(long pid) {
        return new TokenEvidence.Hidden();
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

    @Override
    public boolean isListenedOn(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return false;
        } catch (java.io.IOException e) {
            return true;
        }
    }

    @Override
    public Set<Long> listenersOn(int port) {
        return new HashSet<>(listeners(port));
    }

    /** The PIDs of those who listen on a port; none where that cannot be found out. */
    abstract List<Long> listeners(int port);

    /** What a command prints; empty where it cannot be run. */
    static String output(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return text;
        } catch (java.io.IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
