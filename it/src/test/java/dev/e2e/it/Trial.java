package dev.e2e.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the processes of a project and their files on disk say against those who manage them. */
final class Trial {
    private final Path project;
    private final Path states;

    Trial(Path project, Path states) {
        this.project = project;
        this.states = states;
    }

    /** What is alive of what was launched, keepers included: the tokens by PID. */
    Map<Long, String> alive() throws IOException {
        Map<Long, String> tokens = new TreeMap<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path candidate : processes) {
                try {
                    if (Files.readSymbolicLink(candidate.resolve("cwd")).equals(project)) {
                        token(candidate)
                                .ifPresent(token -> tokens.put(
                                        Long.parseLong(candidate.getFileName().toString()), token));
                    }
                } catch (IOException e) {
                    // ended meanwhile, or a stranger's
                }
            }
        }
        return tokens;
    }

    private static java.util.Optional<String> token(Path process) throws IOException {
        for (String variable : Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1)
                .split("\0", -1)) {
            if (variable.startsWith("E2E_TOKEN=")) {
                return java.util.Optional.of(variable.substring("E2E_TOKEN=".length()));
            }
        }
        return java.util.Optional.empty();
    }

    /** The values of a key in all state files. */
    Set<String> onDisk(String key) throws IOException {
        Set<String> values = new HashSet<>();
        if (!Files.exists(states)) {
            return values;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(states, "e2e-*-bg.state")) {
            for (Path file : files) {
                try {
                    Files.readAllLines(file).stream()
                            .filter(line -> line.startsWith(key + "="))
                            .forEach(line -> values.add(line.substring(key.length() + 1)));
                } catch (java.nio.file.NoSuchFileException e) {
                    // removed meanwhile
                }
            }
        }
        return values;
    }

    /** What is alive without anything on disk by which it could be found. */
    Map<Long, String> orphans() throws IOException {
        Map<Long, String> orphans = alive(); // first: a process is on disk before it is launched
        orphans.values().removeAll(onDisk("token"));
        return orphans;
    }

    /** The PIDs of builds that are gone and of which there is something on disk. */
    List<String> deadOwners() throws IOException {
        return onDisk("owner.pid").stream()
                .filter(pid -> ProcessHandle.of(Long.parseLong(pid))
                        .filter(ProcessHandle::isAlive)
                        .isEmpty())
                .toList();
    }

    /** What is in a file that may come and go. */
    static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** What leaders noted of others of their name that were alive when they began. */
    List<String> duplicates() throws IOException {
        List<String> duplicates = new ArrayList<>();
        for (String name : List.of("orders", "web")) {
            Path file = project.resolve(name + ".twice");
            if (Files.exists(file)) {
                Files.readAllLines(file).forEach(line -> duplicates.add(name + ": " + line));
            }
        }
        return duplicates;
    }
}
