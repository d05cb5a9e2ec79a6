package dev.e2e.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** The process table as {@code proc(5)} shows it. */
final class LinuxProcessTable implements ProcessTable {
    private static final Path PROC = Path.of("/proc");
    private static final int START_TIME = 22;
    /** From the state, which is the third, to the start time, and all that comes after it as one. */
    private static final int FIELDS = START_TIME - 3 + 2;

    private static final String RESIDENT = "\nVmRSS:";
    private static final String LISTEN = "0A";
    /** USER_HZ, the unit of times in {@code proc(5)}: 100 on every architecture that a JDK runs on. */
    private static final long TICKS_PER_SECOND = 100;

    private final String bootId;

    private LinuxProcessTable(String bootId) {
        this.bootId = bootId;
    }

    static LinuxProcessTable open() throws InvalidInputException {
        try {
            return new LinuxProcessTable(
                    Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip());
        } catch (IOException e) {
            throw new InvalidInputException(
                    "processes are managed on Linux with /proc mounted, macOS and Windows; found "
                            + System.getProperty("os.name") + " where " + e.getMessage() + " cannot be read",
                    e);
        }
    }

    @Override
    public long self() { // what the JDK makes ready to tell it costs some milliseconds
        try {
            return Long.parseLong(Files.readSymbolicLink(PROC.resolve("self")).toString());
        } catch (IOException | NumberFormatException e) {
            return ProcessTable.super.self();
        }
    }

    @Override
    public Optional<ProcessFacts> find(long pid) {
        if (pid <= 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(pid, new String(read(pid, "stat"), StandardCharsets.ISO_8859_1)));
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // ended while we looked
        }
    }

    /** A file of a process. Through the plain stream, since hundreds are read for a stop, by code that is never warm. */
    private static byte[] read(long pid, String file) throws IOException {
        try (FileInputStream in = new FileInputStream("/proc/" + pid + "/" + file)) {
            return in.readAllBytes();
        }
    }

    /** The command's name may hold spaces and parentheses, so the fields are counted from the last parenthesis. */
    static ProcessFacts parse(long pid, String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", FIELDS);
        return new ProcessFacts(
                pid,
                fields[0].charAt(0),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[START_TIME - 3]));
    }

    @Override
    public List<ProcessFacts> list() {
        List<ProcessFacts> found = new ArrayList<>();
        for (long pid : pids()) {
            find(pid).ifPresent(found::add);
        }
        return found;
    }

    private static List<Long> pids() {
        String[] entries = PROC.toFile().list();
        if (entries == null) {
            throw new IllegalStateException("/proc cannot be listed");
        }
        List<Long> pids = new ArrayList<>();
        for (String entry : entries) {
            if (entry.charAt(0) >= '0' && entry.charAt(0) <= '9') {
                pids.add(Long.parseLong(entry));
            }
        }
        return pids;
    }

    @Override
    public TokenEvidence token(long pid) {
        String variables = environ(pid);
        if (variables.isEmpty()) {
            return new TokenEvidence.Unreadable();
        }
        String sought = "\0" + TOKEN_VARIABLE + "=";
        int found = ("\0" + variables).indexOf(sought);
        if (found < 0) {
            return new TokenEvidence.Absent();
        }
        int start = found + sought.length() - 1;
        int end = variables.indexOf('\0', start);
        return new TokenEvidence.Found(variables.substring(start, end < 0 ? variables.length() : end));
    }

    /** The variables, with a NUL after each; empty when they are another user's, or it ended while we looked. */
    private static String environ(long pid) {
        try {
            return new String(read(pid, "environ"), StandardCharsets.UTF_8); // whatever the bytes are
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public Map<String, String> environment(long pid) {
        Map<String, String> environment = new HashMap<>();
        for (String variable : environ(pid).split("\0", -1)) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                environment.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return environment;
    }

    @Override
    public Duration age(ProcessFacts facts) {
        try {
            String seconds = Files.readString(PROC.resolve("uptime")).split(" ", 2)[0];
            long now = new BigDecimal(seconds).movePointRight(3).longValue();
            return Duration.ofMillis(Math.max(0, now - facts.startTicks() * 1000 / TICKS_PER_SECOND));
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException("/proc/uptime cannot be read", e);
        }
    }

    @Override
    public OptionalLong residentBytes(long pid) {
        try {
            String status = new String(read(pid, "status"), StandardCharsets.ISO_8859_1);
            int start = status.indexOf(RESIDENT);
            if (start < 0) {
                return OptionalLong.empty(); // a kernel thread, or a process that is ending
            }
            int end = status.indexOf(" kB", start);
            String kilobytes = status.substring(start + RESIDENT.length(), end).strip();
            return OptionalLong.of(Long.parseLong(kilobytes) * 1024);
        } catch (IOException | RuntimeException e) {
            return OptionalLong.empty(); // ended while we looked
        }
    }

    @Override
    public String commandLine(long pid) {
        try {
            String line = Files.readString(
                            PROC.resolve(Long.toString(pid)).resolve("cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ')
                    .strip();
            return line.length() > 120 ? line.substring(0, 117) + "..." : line;
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public long ticks(Duration duration) {
        return duration.toMillis() * TICKS_PER_SECOND / 1000;
    }

    @Override
    public Optional<Path> workingDirectory(long pid) {
        try {
            return Optional.of(
                    Files.readSymbolicLink(PROC.resolve(Long.toString(pid)).resolve("cwd")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean isListenedOn(int port) {
        return !listening(port).isEmpty();
    }

    @Override
    public Set<Long> listenersOn(int port) {
        Set<String> sockets = listening(port);
        return sockets.isEmpty()
                ? Set.of()
                : pids().stream().filter(pid -> holdsOne(pid, sockets)).collect(Collectors.toSet());
    }

    private static Set<String> listening(int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            sockets.addAll(listening(PROC.resolve("net").resolve(table), port));
        }
        return sockets;
    }

    /** The sockets, as {@code /proc/PID/fd} names them, that listen on the port. */
    private static Set<String> listening(Path table, int port) {
        String suffix = ":%04X".formatted(port);
        try (var lines = Files.lines(table)) {
            return lines.skip(1)
                    .map(line -> line.strip().split("\\s+", -1))
                    .filter(fields -> fields[1].endsWith(suffix) && fields[3].equals(LISTEN))
                    .map(fields -> "socket:[" + fields[9] + "]")
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            return Set.of();
        }
    }

    private static boolean holdsOne(long pid, Set<String> sockets) {
        try (DirectoryStream<Path> descriptors =
                Files.newDirectoryStream(PROC.resolve(Long.toString(pid)).resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
                    return true;
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            return false; // another user's, or ended while we looked
        }
        return false;
    }

    @Override
    public String bootId() {
        return bootId;
    }
}
