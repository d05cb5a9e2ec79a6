package dev.e2e.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CombinedProbesTest {
    private static final Readiness URL = new Readiness.LogLine(Pattern.compile("url=(?<url>\\S+)"));
    private static final Readiness PORT = new Readiness.LogLine(Pattern.compile("port=(?<port>\\d+)"));
    private static final Readiness FILE = new Readiness.FileExists("ready");

    @RegisterExtension
    final OpenProbes probes = new OpenProbes();

    @Test
    void allAreMetInAnyOrderAndPublishTogether() throws IOException {
        Probe probe = probes.open(new All(List.of(URL, FILE, PORT)));
        assertThat(probe.lastSeen()).isEmpty();
        probes.appendToLog("port=1\n");
        assertThat(probe.check()).isEmpty();
        assertThat(probe.lastSeen())
                .isEqualTo("a log line that matches 'url=(?<url>\\S+)' (the only line does not match);"
                        + " file 'ready' to appear (no such file)");
        probes.appendToLog("url=u\n");
        assertThat(probe.check()).isEmpty();
        assertThat(probe.lastSeen()).isEqualTo("file 'ready' to appear (no such file)");
        Files.createFile(probes.directory().resolve("ready"));

        assertThat(probe.check()).hasValue(Map.of("url", "u", "port", "1"));
        assertThat(probe.lastSeen()).isEmpty();
    }

    @Test
    void allRemembersWhatWasMetOnce() throws Exception {
        try (ServerSocket server = Loopback.listen("127.0.0.1")) {
            Readiness tcp = new Readiness.Tcp("127.0.0.1:" + server.getLocalPort(), Listener.OWN);
            Probe probe = probes.open(new All(List.of(FILE, tcp)));
            OpenProbes.awaitSeen(probe, "file 'ready' to appear (no such file)");
            server.accept().close();
            OpenProbes.awaitSeen(probe, "file 'ready' to appear (no such file)");
        }
        Probe file = probes.open(new All(List.of(FILE, PORT)));
        Files.createFile(probes.directory().resolve("ready"));
        assertThat(file.check()).isEmpty();
        Files.delete(probes.directory().resolve("ready"));
        probes.appendToLog("port=1\n");

        assertThat(file.check()).hasValue(Map.of("port", "1"));
    }

    @Test
    void aSequenceLooksAtTheNextOnlyOnceTheLastIsMet() throws IOException {
        Readiness ran = new Readiness.Exec(List.of("touch", "ran"), Duration.ofMinutes(1));
        Probe probe = probes.open(new Sequence(List.of(FILE, ran, URL)));
        assertThat(probe.check()).isEmpty();
        assertThat(probe.lastSeen()).isEqualTo("file 'ready' to appear (no such file)");
        assertThat(probes.directory().resolve("ran")).doesNotExist();
        Files.createFile(probes.directory().resolve("ready"));

        OpenProbes.awaitSeen(probe, "a log line that matches");
        assertThat(probes.directory().resolve("ran")).exists();
        Files.delete(probes.directory().resolve("ready"));
        probes.appendToLog("url=u\n");
        assertThat(probe.check()).hasValue(Map.of("url", "u"));
    }

    @Test
    void aFileOfAnEarlierRunDoesNotCountLaterInASequenceEither() throws IOException {
        Files.createFile(probes.directory().resolve("ready"));
        Probe probe = probes.open(new Sequence(List.of(PORT, FILE)));
        probes.appendToLog("port=1\n");

        assertThat(probe.check()).isEmpty();
        assertThat(probe.lastSeen()).contains("was there before the launch");
    }

    @Test
    void aDelayBeginsWithItsTurn() throws IOException {
        Probe probe = probes.open(new Sequence(List.of(FILE, new Readiness.Delay(Duration.ofHours(1)))));
        assertThat(probe.check()).isEmpty();
        assertThat(probe.lastSeen()).startsWith("file 'ready'");
        Files.createFile(probes.directory().resolve("ready"));
        assertThat(probe.check()).isEmpty();

        assertThat(probe.lastSeen()).startsWith("3600 s to pass (").endsWith(" of 3600 s)");
    }

    @Test
    void aDelayPasses() {
        assertThat(OpenProbes.awaitMet(probes.open(new Readiness.Delay(Duration.ofMillis(30)))))
                .isEmpty();
    }
}
