package dev.e2e.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The process table of macOS: the JDK's, with groups and states by {@code ps(1)} and listeners by {@code lsof(8)}. */
final class MacOsProcessTable extends HandleProcessTable {
    private static final Pattern LINE = Pattern.compile("\\s*([0-9]+)\\s+([0-9]+)\\s+(\\S)\\S*\\s*");

    private final String bootId;
    private final Map<Long, Seen> listed = new HashMap<>();

    private MacOsProcessTable(String bootId) {
        this.bootId = bootId;
    }

    /** @throws InvalidInputException when the system does not say which boot it is in */
    static MacOsProcessTable open() throws InvalidInputException {
        String bootId = output(List.of("sysctl", "-n", "kern.bootsessionuuid")).strip();
        if (bootId.isEmpty()) {
            throw new InvalidInputException(
                    "'sysctl -n kern.bootsessionuuid' says nothing; see that sysctl is on the PATH");
        }
        return new MacOsProcessTable(bootId);
    }

    /** What {@code ps} knows of a process. */
    record Seen(long group, char state) {}

    /** Reads the lines of {@code ps -o pid=,pgid=,stat=}. */
    static Map<Long, Seen> parse(String text) {
        Map<Long, Seen> seen = new HashMap<>();
        text.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .forEach(line -> seen.put(
                        Long.parseLong(line.group(1)),
                        new Seen(Long.parseLong(line.group(2)), line.group(3).charAt(0))));
        return seen;
    }

    @Override
    public synchronized List<ProcessFacts> list() {
        listed.putAll(parse(output(List.of("ps", "-axo", "pid=,pgid=,stat="))));
        try {
            return super.list();
        } finally {
            listed.clear();
        }
    }

    private synchronized Optional<Seen> seen(long pid) {
        return Optional.ofNullable(
                listed.isEmpty()
                        ? parse(output(List.of("ps", "-o", "pid=,pgid=,stat=", "-p", Long.toString(pid))))
                                .get(pid)
                        : listed.get(pid));
    }

    @Override
    long group(long pid) {
        return seen(pid).map(Seen::group).orElse(0L);
    }

    @Override
    char state(long pid) {
        return seen(pid).map(Seen::state).orElse('R');
    }

    @Override
    List<Long> listeners(int port) {
        List<Long> pids = new ArrayList<>();
        output(List.of("lsof", "-nP", "-t", "-iTCP:" + port, "-sTCP:LISTEN"))
                .lines()
                .filter(line -> line.matches("[0-9]+"))
                .forEach(line -> pids.add(Long.parseLong(line)));
        return pids;
    }

    @Override
    public String bootId() {
        return bootId;
    }
}
