package dev.e2e.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The process table as {@code proc(5)} shows it. */
final class LinuxProcessTable implements ProcessTable {
    private static final Path PROC = Path.of("/proc");
    private static final int START_TIME = 22;
    private static final String LISTEN = "0A";

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
                    "this version manages processes on Linux with /proc mounted; found " + System.getProperty("os.name")
                            + " where " + e.getMessage() + " cannot be read",
                    e);
        }
    }

    @Override
    public Optional<ProcessFacts> find(long pid) {
        if (pid <= 0) {
            return Optional.empty();
        }
        try {
            String stat =
                    Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"), StandardCharsets.ISO_8859_1);
            return Optional.of(parse(pid, stat));
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // ended while we looked
        }
    }

    /** The command's name may hold spaces and parentheses, so the fields are counted from the last parenthesis. */
    static ProcessFacts parse(long pid, String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return new ProcessFacts(
                pid,
                fields[0].charAt(0),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[START_TIME - 3].strip()));
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
        List<Long> pids = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                pids.add(Long.parseLong(entry.getFileName().toString()));
            }
        } catch (IOException e) {
            throw new IllegalStateException("/proc cannot be listed", e);
        }
        return pids;
    }

    @Override
    public TokenEvidence token(long pid) {
        byte[] environment;
        try {
            environment = Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve("environ"));
        } catch (IOException e) {
            return new TokenEvidence.Unreadable();
        }
        if (environment.length == 0) {
            return new TokenEvidence.Unreadable();
        }
        String prefix = TOKEN_VARIABLE + "=";
        for (String variable : new String(environment, StandardCharsets.ISO_8859_1).split("\0", -1)) {
            if (variable.startsWith(prefix)) {
                return new TokenEvidence.Found(variable.substring(prefix.length()));
            }
        }
        return new TokenEvidence.Absent();
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
    public Optional<Long> listenerOn(int port) {
        Set<String> sockets = new java.util.HashSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            sockets.addAll(listening(PROC.resolve("net").resolve(table), port));
        }
        return sockets.isEmpty()
                ? Optional.empty()
                : pids().stream().filter(pid -> holdsOne(pid, sockets)).findFirst();
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
