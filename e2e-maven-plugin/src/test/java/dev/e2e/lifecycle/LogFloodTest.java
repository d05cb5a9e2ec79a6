package dev.e2e.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.process.Children;
import dev.e2e.readiness.Readiness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Output without end. */
class LogFloodTest {
    private static final long LIMIT = 64 * 1024;
    private static final long GIGABYTE = Long.getLong("e2e.log.bytes", 1L << 30);

    @RegisterExtension
    final Children children = new Children();

    private Sets sets;

    @BeforeEach
    void open() {
        sets = new Sets(children);
    }

    @AfterEach
    void stopAll() throws Exception {
        sets.stopAll();
    }

    @Test
    void whatIsPrintedBeyondTheLimitGoesAndItsLastPartStays() throws Exception {
        String script = "echo READY; yes 0123456789abcdef | head -c " + GIGABYTE + "; echo THE LAST; exec sleep 60";

        long pid = Sets.pid(sets.start(sets.spec(
                                Sets.ORDERS,
                                sets.logging(script, LIMIT),
                                new Readiness.LogLine(Pattern.compile("^READY")))
                        .build())
                .get(Sets.ORDERS));

        Path log = sets.file("log");
        Path rotated = sets.file("log.1");
        Awaitility.await().atMost(Duration.ofMinutes(2)).ignoreExceptions().untilAsserted(() -> {
            assertThat(Files.size(log)).isLessThanOrEqualTo(LIMIT);
            assertThat(Files.size(rotated)).isLessThanOrEqualTo(LIMIT);
            assertThat(Files.readString(rotated) + Files.readString(log)).contains("THE LAST");
        });
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(rotated)))
                .isEqualTo("rw-------");
        assertThat(children.alive(pid)).isTrue();
    }

    @Test
    void aProcessThatPrintsWithoutEndBeforeItIsReadyIsWatchedAllTheSame() throws Exception {
        String script = "(while kill -0 $$; do yes | head -c 4000000; done) & echo $! > printer; sleep 0.2; exit 7";

        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> sets.start(sets.spec(
                                Sets.ORDERS,
                                sets.logging(script, LIMIT),
                                new Readiness.LogLine(Pattern.compile("^never$")))
                        .build())))
                .hasMessageContaining("Process 'orders' exited with 7 before it was ready");
        assertThat(children.alive(Long.parseLong(children.awaitFile("printer"))))
                .isFalse();
    }
}
