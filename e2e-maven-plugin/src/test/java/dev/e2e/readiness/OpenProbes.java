package dev.e2e.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Probes for a launch in a directory of its own, and after each test the proof that they leave no thread and no file. */
final class OpenProbes implements BeforeEachCallback, AfterEachCallback {
    private final List<Probe> probes = new ArrayList<>();
    private Path directory;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        directory = Files.createTempDirectory("e2e-readiness");
        Files.createDirectory(work());
        Files.createFile(log());
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        probes.forEach(Probe::close);
        try {
            Awaitility.await()
                    .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                            .noneMatch(thread -> thread.getName().equals(AttemptProbe.THREAD_NAME)));
            assertThat(work()).isEmptyDirectory();
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    Path directory() {
        return directory;
    }

    Path work() {
        return directory.resolve("work");
    }

    Path log() {
        return directory.resolve("log");
    }

    void appendToLog(String text) throws IOException {
        Files.writeString(log(), text, StandardOpenOption.APPEND);
    }

    /** As the product rotates: whoever appends to the log goes on at its new beginning. */
    void rotateLog() throws IOException {
        Files.writeString(directory.resolve("log.1"), Files.readString(log()));
        Files.writeString(log(), "", StandardOpenOption.TRUNCATE_EXISTING);
    }

    Probe open(Readiness readiness) {
        return open(readiness, Map.of());
    }

    Probe open(Readiness readiness, Map<String, String> environment) {
        Probe probe = readiness.probe(new ProbeContext(log(), directory, work(), environment));
        probes.add(probe);
        return probe;
    }

    /** Looks until it is met, and returns what was published. */
    static Map<String, String> awaitMet(Probe probe) {
        return Awaitility.await().until(() -> check(probe), Optional::isPresent).orElseThrow();
    }

    /** Looks until this was seen; it must not be met. */
    static void awaitSeen(Probe probe, String expected) {
        Awaitility.await().untilAsserted(() -> {
            assertThat(check(probe)).isEmpty();
            assertThat(probe.lastSeen()).contains(expected);
        });
    }

    private static Optional<Map<String, String>> check(Probe probe) {
        try {
            return probe.check();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
