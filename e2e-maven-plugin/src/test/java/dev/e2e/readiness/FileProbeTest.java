package dev.e2e.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FileProbeTest {
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    @RegisterExtension
    final OpenProbes probes = new OpenProbes();

    @Test
    void waitsForTheFileInTheWorkingDirectory() throws IOException {
        Probe probe = open("ready");
        assertThat(probe.lastSeen()).isEmpty();
        assertThat(probe.check()).isEmpty();
        assertThat(probe.lastSeen()).isEqualTo("no such file");
        Files.createFile(probes.directory().resolve("ready"));

        assertThat(probe.check()).isPresent();
    }

    @Test
    void doesNotTakeTheFileOfAnEarlierRun() throws IOException {
        Path file = leftBehind("old");
        Probe probe = open(file.toString());
        assertThat(probe.check()).isEmpty();
        assertThat(probe.lastSeen()).isEqualTo("the file was there before the launch and has not changed since");
        Files.delete(file);
        assertThat(probe.check()).isEmpty();
        assertThat(probe.lastSeen()).isEqualTo("no such file");
        Files.writeString(file, "new");

        assertThat(probe.check()).isPresent();
    }

    @Test
    void takesTheFileOfAnEarlierRunOnceItIsTouched() throws IOException {
        Path file = leftBehind("same");
        Probe probe = open("ready");
        assertThat(probe.check()).isEmpty();
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00.001Z")));

        assertThat(probe.check()).isPresent();
    }

    @Test
    void takesAnotherFileOfTheSameSizeAndTime() throws IOException {
        Path file = leftBehind("same");
        Probe probe = open("ready");
        Path other = Files.writeString(probes.directory().resolve("other"), "same");
        Files.setLastModifiedTime(other, LONG_AGO);
        Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThat(probe.check()).isPresent();
    }

    private Path leftBehind(String text) throws IOException {
        Path file = Files.writeString(probes.directory().resolve("ready"), text);
        return Files.setLastModifiedTime(file, LONG_AGO);
    }

    private Probe open(String path) {
        return probes.open(new Readiness.FileExists(path));
    }
}
