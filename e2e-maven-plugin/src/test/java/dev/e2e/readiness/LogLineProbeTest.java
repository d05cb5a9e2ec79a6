package dev.e2e.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LogLineProbeTest {
    @RegisterExtension
    final OpenProbes probes = new OpenProbes();

    private Probe probe;

    @BeforeEach
    void begin() {
        probe = open("READY(?: url=(?<url>\\S+))?(?: port=(?<port>\\d+))?");
    }

    @Test
    void findsALineOnceItIsWhole() throws IOException {
        assertThat(probe.lastSeen()).isEmpty();
        assertThat(probe.check()).isEmpty();
        assertThat(probe.lastSeen()).isEqualTo("no whole line yet");
        probes.appendToLog("loading…\nREADY url=http://h:1");
        assertThat(probe.check()).isEmpty();
        assertThat(probe.lastSeen()).isEqualTo("the only line does not match");
        probes.appendToLog("/x\nmore\n");

        assertThat(probe.check()).hasValue(Map.of("url", "http://h:1/x"));
    }

    @Test
    void publishesOnlyTheGroupsThatMatched() throws IOException {
        probes.appendToLog("READY port=12\n");

        assertThat(probe.check()).hasValue(Map.of("port", "12"));
    }

    @Test
    void takesWhatIsQuotedForNoGroup() throws IOException {
        Probe quoted = open("\\(?<x>(?<value>\\d)");
        probes.appendToLog("(<x>7\n");

        assertThat(quoted.check()).hasValue(Map.of("value", "7"));
    }

    @Test
    void doesNotLookTwiceAtWhatItHasSeen() throws IOException {
        probes.appendToLog("READY\nREADY port=1\n");
        assertThat(probe.check()).hasValue(Map.of());
        assertThat(probe.check()).hasValue(Map.of("port", "1"));
        assertThat(probe.check()).isEmpty();
    }

    @Test
    void endsLinesAsWindowsProgramsDo() throws IOException {
        Probe end = open("(?<all>.*\\s?)");
        probes.appendToLog("up\r\n");

        assertThat(end.check()).hasValue(Map.of("all", "up"));
    }

    @Test
    void beginsAgainWhenTheLogWasRotated() throws IOException {
        probes.appendToLog("x".repeat(1000) + "\n");
        assertThat(probe.check()).isEmpty();
        probes.rotateLog();
        probes.appendToLog("READY\n");

        assertThat(probe.check()).isPresent();
    }

    @Test
    void readsTheRestOfWhatWasRotatedAway() throws IOException {
        probes.appendToLog("x".repeat(1000) + "\n");
        assertThat(probe.check()).isEmpty();
        probes.appendToLog("READY url=old\n");
        probes.rotateLog();
        probes.appendToLog("READY url=new\n");

        assertThat(probe.check()).hasValue(Map.of("url", "old"));
        assertThat(probe.check()).hasValue(Map.of("url", "new"));
    }

    @Test
    void keepsALineWholeAcrossARotation() throws IOException {
        probes.appendToLog("x".repeat(1000) + "\nREA");
        assertThat(probe.check()).isEmpty();
        probes.appendToLog("DY ur");
        probes.rotateLog();
        probes.appendToLog("l=here\n");

        assertThat(probe.check()).hasValue(Map.of("url", "here"));
    }

    @Test
    void passesOverARotatedLogThatIsALink() throws IOException {
        Path elsewhere =
                Files.writeString(probes.directory().resolve("elsewhere"), "x".repeat(2000) + "\nREADY url=trap\n");
        probes.appendToLog("x".repeat(1000) + "\n");
        assertThat(probe.check()).isEmpty();
        probes.rotateLog();
        Files.delete(probes.directory().resolve("log.1"));
        Files.createSymbolicLink(probes.directory().resolve("log.1"), elsewhere);
        probes.appendToLog("READY url=good\n");

        assertThat(probe.check()).hasValue(Map.of("url", "good"));
    }

    @Test
    void bearsALineWithoutEnd() throws IOException {
        probes.appendToLog("x".repeat(200_000));
        assertThat(probe.check()).isEmpty();
        probes.appendToLog("\nREADY\n");

        assertThat(probe.check()).isPresent();
    }

    @Test
    void readsALogOfManyMegabytesInSeveralLooks() throws IOException {
        probes.appendToLog("x".repeat(99).concat("\n").repeat(2 * LogReader.MOST_AT_ONCE / 100) + "READY\n");

        assertThat(probe.check()).as("the first look").isEmpty();
        assertThat(OpenProbes.awaitMet(probe)).isEmpty();
    }

    @Test
    void givesUpOnALineOnWhichThePatternGoesAstray() throws IOException {
        Probe astray = open("(.*.*.*.*.*)\\1!");
        probes.appendToLog("x".repeat(20_000) + "\nab!\nxx!\n");

        OpenProbes.awaitSeen(astray, "given up on 1 for which the pattern takes too long, write a simpler one");
        assertThat(OpenProbes.awaitMet(astray)).isEmpty();
    }

    @Test
    void givesUpOnALineThatIsTooLongForTheStack() throws IOException {
        Probe deep = open("^(?:a|b)*c");
        probes.appendToLog("ab".repeat(30_000) + "\nabc\n");

        assertThat(OpenProbes.awaitMet(deep)).isEmpty();
    }

    @Test
    void doesNotFollowALink() throws IOException {
        Path link = Files.createSymbolicLink(probes.directory().resolve("link"), probes.log());
        Probe linked = new LogLineProbe(link, Pattern.compile("x"));

        assertThatThrownBy(linked::check).isInstanceOf(IOException.class);
    }

    private Probe open(String pattern) {
        return probes.open(new Readiness.LogLine(Pattern.compile(pattern)));
    }
}
