package dev.e2e.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LogWatchTest {
    @RegisterExtension
    final OpenProbes probes = new OpenProbes();

    @Test
    void findsTheFirstWholeLineThatMatches() throws IOException {
        LogWatch watch = new LogWatch(probes.log(), Pattern.compile("Address already in use|OutOfMemoryError"));
        assertThat(watch.check()).isEmpty();
        probes.appendToLog("starting\nbind: Address already");
        assertThat(watch.check()).isEmpty();
        probes.appendToLog(" in use (8080)\njava.lang.OutOfMemoryError\n");

        assertThat(watch.check()).hasValue("bind: Address already in use (8080)");
        assertThat(watch.check()).hasValue("java.lang.OutOfMemoryError");
        assertThat(watch.check()).isEmpty();
    }

    @Test
    void findsWhatWasRotatedAway() throws IOException {
        LogWatch watch = new LogWatch(probes.log(), Pattern.compile("FATAL"));
        probes.appendToLog("starting\n");
        assertThat(watch.check()).isEmpty();
        probes.appendToLog("FATAL disk\n");
        probes.rotateLog();

        assertThat(watch.check()).hasValue("FATAL disk");
    }
}
