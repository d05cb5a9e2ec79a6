package dev.e2e.process;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The process table of Windows: the JDK's, with listeners by {@code netstat}. There are no groups. */
final class WindowsProcessTable extends HandleProcessTable {
    private static final Pattern LISTENING =
            Pattern.compile("\\s*TCP\\s+\\S+:([0-9]+)\\s+(?:0\\.0\\.0\\.0|\\[::]):0\\s+\\S+\\s+([0-9]+)\\s*");

    @Override
    long group(long pid) {
        return 0;
    }

    @Override
    List<Long> listeners(int port) {
        return parse(
                output(List.of("netstat", "-ano", "-p", "TCP")) + output(List.of("netstat", "-ano", "-p", "TCPv6")),
                port);
    }

    /** The PIDs that listen on a port, from the lines of {@code netstat -ano}; the word for LISTENING is translated. */
    static List<Long> parse(String text, int port) {
        List<Long> pids = new ArrayList<>();
        text.lines().map(LISTENING::matcher).filter(Matcher::matches).forEach(line -> {
            if (Integer.parseInt(line.group(1)) == port) {
                pids.add(Long.parseLong(line.group(2)));
            }
        });
        return pids;
    }

    /** Start times are moments of the calendar here, which tell the boots apart by themselves. */
    @Override
    public String bootId() {
        return "windows";
    }
}
