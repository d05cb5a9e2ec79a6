package dev.e2e.process;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The process table of macOS: the JDK's, with states, groups and environments by {@code ps(1)} and ports by
 * {@code netstat(1)} and {@code lsof(8)}. The programs are named by the paths that they have on every macOS, since others
 * of the same name may be on the PATH.
 *
 * <p>The kernel shows the environments of this user's processes, but not of those whose program comes with the system,
 * such as {@code /bin/sh}. The session is shown to nobody.
 */
final class MacOsProcessTable extends HandleProcessTable {
    private static final String PS = "/bin/ps";
    // One -o for each: elsewhere in the BSD family, all after the first '=' is a header.
    private static final List<String> COLUMNS = List.of("-o", "pid=", "-o", "pgid=", "-o", "stat=");
    private static final Pattern LINE = Pattern.compile("\\s*([0-9]+)\\s+([0-9]+)\\s+(\\S)\\S*\\s*");
    private static final Pattern COMMAND = Pattern.compile("\\s*([0-9]+)\\s(.*)");
    private static final Pattern TOKEN = Pattern.compile(".*\\s" + TOKEN_VARIABLE + "=(\\S+).*", Pattern.DOTALL);
    private static final Pattern LISTENING =
            Pattern.compile("tcp\\S*\\s+[0-9]+\\s+[0-9]+\\s+\\S*\\.([0-9]+)\\s+\\S+\\s+LISTEN\\b.*");
    private static final Seen UNSEEN = new Seen('R', 0);

    private final CommandOutput output;
    private final String bootId;

    private MacOsProcessTable(CommandOutput output, String bootId) {
        this.output = output;
        this.bootId = bootId;
    }

    /** @throws InvalidInputException when the system does not say which boot it is in */
    static MacOsProcessTable open(CommandOutput output) throws InvalidInputException {
        String bootId = output.of(List.of("/usr/sbin/sysctl", "-n", "kern.bootsessionuuid"))
                .strip();
        if (bootId.isEmpty()) {
            throw new InvalidInputException("'/usr/sbin/sysctl -n kern.bootsessionuuid' says nothing, so that it is"
                    + " unknown which boot of the machine this is; run it to see why");
        }
        return new MacOsProcessTable(output, bootId);
    }

    /** Runs {@code ps} with these options and what {@code more} says. */
    private String ps(List<String> options, List<String> more) {
        List<String> command = new java.util.ArrayList<>(List.of(PS));
        command.addAll(options);
        command.addAll(more);
        return output.of(command);
    }

    @Override
    Seen look(long pid) {
        return parse(ps(COLUMNS, List.of("-p", Long.toString(pid)))).getOrDefault(pid, UNSEEN);
    }

    @Override
    LongFunction<Seen> lookAtAll() {
        Map<Long, Seen> all = parse(ps(List.of("-ax"), COLUMNS));
        return pid -> all.getOrDefault(pid, UNSEEN);
    }

    /** Reads lines of PID, process group and state. */
    static Map<Long, Seen> parse(String text) {
        Map<Long, Seen> seen = new HashMap<>();
        text.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .forEach(line -> seen.put(
                        Long.parseLong(line.group(1)),
                        new Seen(line.group(3).charAt(0), Long.parseLong(line.group(2)))));
        return seen;
    }

    @Override
    public TokenEvidence token(long pid) {
        List<String> command = List.of("-o", "command=", "-p", Long.toString(pid));
        String shown = ps(List.of("-E", "-ww"), command);
        Matcher token = TOKEN.matcher(shown);
        if (token.matches()) {
            return new TokenEvidence.Found(token.group(1));
        }
        if (shown.isBlank()) {
            return new TokenEvidence.Unreadable();
        }
        // Where the environment adds nothing to the command line, the kernel has kept it to itself.
        return shown.equals(ps(List.of("-ww"), command)) ? new TokenEvidence.Hidden() : new TokenEvidence.Absent();
    }

    @Override
    public Set<Long> carriers(List<ProcessFacts> processes, String token) {
        String word = " " + TOKEN_VARIABLE + "=" + token + " ";
        Set<Long> carriers = new HashSet<>();
        ps(List.of("-axE", "-ww"), List.of("-o", "pid=", "-o", "command="))
                .lines()
                .map(COMMAND::matcher)
                .filter(line -> line.matches() && (line.group(2) + " ").contains(word))
                .forEach(line -> carriers.add(Long.parseLong(line.group(1))));
        carriers.retainAll(processes.stream().map(ProcessFacts::pid).collect(Collectors.toSet()));
        return carriers;
    }

    /** Of any user, which {@code lsof} does not tell. */
    @Override
    public boolean isListenedOn(int port) {
        return output.of(List.of("/usr/sbin/netstat", "-an", "-p", "tcp"))
                .lines()
                .map(LISTENING::matcher)
                .anyMatch(line -> line.matches() && line.group(1).equals(Integer.toString(port)));
    }

    @Override
    public Set<Long> listenersOn(int port) {
        return output.of(List.of("/usr/sbin/lsof", "-nP", "-t", "-iTCP:" + port, "-sTCP:LISTEN"))
                .lines()
                .filter(line -> line.matches("[0-9]+"))
                .map(Long::valueOf)
                .collect(Collectors.toSet());
    }

    @Override
    public String bootId() {
        return bootId;
    }
}
