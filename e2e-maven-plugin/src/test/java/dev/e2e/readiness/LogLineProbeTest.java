package dev.e2e.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogLineProbeTest {
    @TempDir
    Path directory;

    private Path log;
    private Probe probe;

    @BeforeEach
    void begin() throws IOException {
        log = Files.createFile(directory.resolve("log"));
        probe = new Readiness.LogLine(Pattern.compile("READY(?: url=(?<url>\\S+))?(?: port=(?<port>\\d+))?"))
                .probe(context(log));
    }

    @Test
    void findsALineOnceItIsWhole() throws IOException {
        assertThat(probe.check()).isEmpty();
        append("loading…\nREADY url=http://h:1");
        assertThat(probe.check()).isEmpty();
        append("/x\nmore\n");

        assertThat(probe.check()).hasValue(Map.of("url", "http://h:1/x"));
    }

    @Test
    void publishesOnlyTheGroupsThatMatched() throws IOException {
        append("READY port=12\n");

        assertThat(probe.check()).hasValue(Map.of("port", "12"));
    }

    @Test
    void doesNotLookTwiceAtWhatItHasSeen() throws IOException {
        append("READY\n");
        assertThat(probe.check()).hasValue(Map.of());
        assertThat(probe.check()).isEmpty();
    }

    @Test
    void beginsAgainWhenTheLogWasRotated() throws IOException {
        append("x".repeat(1000) + "\n");
        assertThat(probe.check()).isEmpty();
        Files.writeString(log, "READY\n");

        assertThat(probe.check()).isPresent();
    }

    @Test
    void bearsALineWithoutEnd() throws IOException {
        append("x".repeat(200_000));
        assertThat(probe.check()).isEmpty();
        append("\nREADY\n");

        assertThat(probe.check()).isPresent();
    }

    @Test
    void doesNotFollowALink() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), log);

        assertThatThrownBy(() -> new Readiness.LogLine(Pattern.compile("x"))
                        .probe(context(link))
                        .check())
                .isInstanceOf(IOException.class);
    }

    private ProbeContext context(Path file) {
        return new ProbeContext(file, directory, directory, Map.of());
    }

    private void append(String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.APPEND);
    }
}
