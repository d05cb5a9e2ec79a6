package dev.e2e.process;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The process table of Windows: the JDK's, with ports by {@code netstat}. There are no groups and no zombies. */
final class WindowsProcessTable extends HandleProcessTable {
    private static final Seen ALIVE = new Seen('R', 0);
    private static final Pattern LISTENING =
            Pattern.compile("\\s*TCP\\s+\\S+:([0-9]+)\\s+(?:0\\.0\\.0\\.0|\\[::]):0\\s.*\\s([0-9]+)\\s*");

    private final CommandOutput output;

    WindowsProcessTable(CommandOutput output) {
        this.output = output;
    }

    @Override
    Seen look(long pid) {
        return ALIVE;
    }

    @Override
    LongFunction<Seen> lookAtAll() {
        return this::look;
    }

    @Override
    public TokenEvidence token(long pid) {
        return new TokenEvidence.Hidden();
    }

    @Override
    public Set<Long> carriers(List<ProcessFacts> processes, String token) {
        return Set.of();
    }

    @Override
    public boolean isListenedOn(int port) {
        return !listenersOn(port).isEmpty();
    }

    @Override
    public Set<Long> listenersOn(int port) {
        return parse(output.of(List.of("netstat", "-ano")), port);
    }

    /** The PIDs that listen on a port, from the lines of {@code netstat -ano}; the word for LISTENING is translated. */
    static Set<Long> parse(String text, int port) {
        Set<Long> pids = new HashSet<>();
        text.lines()
                .map(LISTENING::matcher)
                .filter(line -> line.matches() && line.group(1).equals(Integer.toString(port)))
                .forEach((Matcher line) -> pids.add(Long.parseLong(line.group(2))));
        return pids;
    }

    /** Start times are moments of the calendar here, which tell the boots apart by themselves. */
    @Override
    public String bootId() {
        return "windows";
    }
}
