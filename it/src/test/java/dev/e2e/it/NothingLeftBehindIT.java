package dev.e2e.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Looks, after all projects have run, for what they should not have left. */
class NothingLeftBehindIT {
    private static final Path DIRECTORY = Path.of(System.getProperty("e2e.it.directory"));

    @Test
    void noFileButLogs() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .isNotEmpty()
                    .allMatch(name -> name.matches("e2e-[a-z-]+-bg\\.log(\\.1)?"));
        }
    }

    @Test
    void noProcess() throws IOException {
        List<String> left = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                String command = read(process.resolve("cmdline")).replace('\0', ' ');
                boolean guards = command.contains("e2e-guard " + DIRECTORY + " ");
                boolean managed = read(process.resolve("environ")).contains("E2E_TOKEN=")
                        && command.contains(DIRECTORY.toString());
                if (guards || managed) {
                    left.add(process.getFileName() + " " + command);
                }
            }
        }
        assertThat(left).isEmpty();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // ended meanwhile, or a stranger's
        }
    }
}
