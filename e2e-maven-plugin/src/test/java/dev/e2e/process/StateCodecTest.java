package dev.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class StateCodecTest {
    private static final ProcessName NAME = new ProcessName("orders");
    private static final ProcessState STATE = new ProcessState(
            NAME,
            Phase.RUNNING,
            "token",
            "boot",
            new ProcessState.Launched(4711, 987654321L),
            List.of("sh", "-c", "echo 'a=b'\n\\n; tab\there", ""),
            "digest",
            new TreeSet<>(Set.of(new ProcessName("infra"), new ProcessName("db"))),
            new StopRules(
                    Duration.ofMillis(1500),
                    "INT",
                    List.of("pg_ctl", "stop", "a\nb"),
                    Path.of("/home/me"),
                    StopRules.EarlyExit.IS_FINE),
            new Owner(12, 34, "boot", "build", "/home/me/a project"),
            new TreeSet<>(Set.of("g:a", "g:b")),
            Instant.parse("2026-01-01T00:00:00.123Z"),
            Instant.parse("2026-01-01T00:00:01Z"),
            Map.of("url", "http://127.0.0.1:1?a=b"),
            new TreeMap<>(Map.of("orders.port", 8080)));

    @Test
    void whatIsWrittenIsRead() {
        assertThat(StateCodec.read(NAME, StateCodec.write(STATE))).hasValue(STATE);
    }

    @Test
    void isLinesThatAShellCanRead() {
        assertThat(StateCodec.write(STATE).lines())
                .contains("pid=4711", "start=987654321", "token=token", "owner.build=build", "dependsOn=db,infra")
                .allMatch(line -> line.matches("[A-Za-z0-9.]+=.*"));
    }

    @Test
    void anIntentHasNoPid() {
        ProcessState intent = new ProcessState(
                NAME,
                Phase.STARTING,
                "token",
                "boot",
                null,
                List.of("true"),
                "digest",
                new TreeSet<>(),
                StopRules.of(Duration.ofSeconds(1), Path.of("/")),
                null,
                new TreeSet<>(),
                Instant.EPOCH,
                null,
                Map.of(),
                new TreeMap<>());

        assertThat(StateCodec.read(NAME, StateCodec.write(intent))).hasValue(intent);
        assertThat(intent.identity()).isEmpty();
    }

    @Test
    void aFileThatWasCutAnywhereIsNone() {
        String whole = StateCodec.write(STATE);
        for (int length = 0; length < whole.length(); length++) {
            assertThat(StateCodec.read(NAME, whole.substring(0, length))).isEmpty();
        }
    }

    @Test
    void noiseAndOtherNamesAreNone() {
        assertThat(StateCodec.read(NAME, "\0\0\0")).isEmpty();
        assertThat(StateCodec.read(new ProcessName("other"), StateCodec.write(STATE)))
                .isEmpty();
        assertThat(StateCodec.read(NAME, StateCodec.write(STATE).replace("phase=running", "phase=flying")))
                .isEmpty();
        assertThat(StateCodec.read(NAME, StateCodec.write(STATE).replace("pid=4711", "pid=many")))
                .isEmpty();
    }
}
