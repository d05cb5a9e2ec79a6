package dev.e2e.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * What builds have running and on disk.
 *
 * @param root the directory in which all of their projects lie
 * @param states their {@code e2e.directory}
 */
record Leftovers(Path root, Path states) {

    /** What is in the directory, logs left out, hidden files included. */
    List<String> files() {
        if (!Files.exists(states)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(states)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.matches("e2e-.*-bg\\.log(\\.1)?"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The command lines of what was started, of keepers and of guards, by PID. */
    List<String> processes() {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path candidate : processes) {
                String command = read(candidate.resolve("cmdline")).replace('\0', ' ');
                boolean mavens = command.contains("classworlds") || command.contains(DaemonMain.class.getName());
                if (!mavens && (command.contains(states.toString()) || isManaged(candidate))) {
                    found.add(candidate.getFileName() + " " + command);
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return found;
    }

    private boolean isManaged(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).startsWith(root)
                    && read(process.resolve("environ")).contains("E2E_TOKEN=");
        } catch (IOException e) {
            return false; // ended meanwhile, or a stranger's
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // ended meanwhile, or a stranger's
        }
    }

    /** Waits, as long as the contract allows, until there are none. */
    void awaitNone() {
        awaitNone("what is left");
    }

    /** The same, telling of what when there are some. */
    void awaitNone(String what) {
        Awaitility.await(what).atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            assertThat(processes()).isEmpty();
            assertThat(files()).isEmpty();
        });
    }
}
