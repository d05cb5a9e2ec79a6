package dev.e2e.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.e2e.process.Children;
import dev.e2e.process.NameLock;
import dev.e2e.process.Owner;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessState;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SetStatusTest {
    private static final ProcessName CONSUMER = new ProcessName("consumer");

    @RegisterExtension
    final Children children = new Children();

    @Test
    void tellsTheStoryFromEmptyToRunningToStaleToEmpty() throws Exception {
        assertThat(text()).containsExactly("📊 E2E Background Process Status:", "⚪ Consumer not running");

        ProcessState launched = children.launch("consumer", "exec sleep 60");
        long pid = launched.launched().pid();
        assertThat(text())
                .contains("⏳ Consumer starting (PID: " + pid
                        + "): nobody waits for that any more; end it with 'mvn e2e:stop -De2e.processes=consumer'");
        try (NameLock lock = NameLock.acquire(
                children.store().directory(), children.table(), CONSUMER, NameLock.Purpose.START, "", Duration.ZERO)) {
            assertThat(text()).contains("⏳ Consumer starting (PID: " + pid + ")");
        }

        children.store().write(launched.ready(Instant.now(), Map.of("url", "http://127.0.0.1:1")));
        List<String> running = text();
        assertThat(running)
                .startsWith(
                        "📊 E2E Background Process Status:",
                        "✅ Consumer running (PID: " + pid + ")",
                        "   📁 Logs: tail -f " + children.directory() + "/e2e-consumer-bg.log")
                .endsWith(
                        "   📦 Verified: snapshot 0192 (complete), 1,234 objects in 21 chunks", "   📥 Lag: 0 records")
                .hasSize(6);
        assertThat(running.get(3)).matches("   🕒 Up \\d+ ms, ready, \\d+ MB in memory");

        children.stop(launched, Duration.ofSeconds(10));
        children.store().write(launched); // as a start that was killed leaves it
        assertThat(text()).contains("❌ Consumer not running (stale PID file; its files were removed)");
        assertThat(text()).contains("⚪ Consumer not running");
        assertThat(children.directory().toFile().list()).containsExactly("e2e-consumer-bg.log");
    }

    @Test
    void tellsHowAProcessEndedThatNobodyStoppedUntilItIsStopped() throws Exception {
        ProcessState launched = children.launch("consumer", "echo out of luck; exit 7");
        children.store().write(launched.ready(Instant.now(), Map.of()));
        org.awaitility.Awaitility.await()
                .until(() -> children.store().exit(launched.name()).isPresent());

        for (int look = 0; look < 2; look++) {
            assertThat(text())
                    .anyMatch(
                            line -> line.matches("❌ Consumer not running \\(stale PID file; PID \\d+ exited with 7.*"))
                    .contains("   | out of luck");
        }
        JsonObject process = JsonParser.parseString(StatusJson.render(look()))
                .getAsJsonObject()
                .getAsJsonArray("processes")
                .get(0)
                .getAsJsonObject();
        assertThat(process.get("state").getAsString()).isEqualTo("stale");
        assertThat(process.get("exitCode").getAsInt()).isEqualTo(7);
    }

    @Test
    void leavesTheFilesOfAProcessWhoseChildrenLiveOn() throws Exception {
        ProcessState launched = children.launch("consumer", "sleep 60 & echo $! > child; exit 0");
        long child = Long.parseLong(children.awaitFile("child"));
        org.awaitility.Awaitility.await()
                .until(() -> !children.alive(launched.launched().pid()));

        assertThat(text())
                .anyMatch(line -> line.contains("live on: PIDs [" + child + "]") && line.contains("e2e:stop"));
        assertThat(children.directory().resolve("e2e-consumer-bg.state")).exists();

        children.stop(launched, Duration.ofSeconds(10));
    }

    @Test
    void neitherSignalsNorForgetsWhatItCannotVerify() throws Exception {
        Process bystander = children.bystander("exec sleep 60");
        Files.writeString(children.directory().resolve("e2e-consumer-bg.pid"), bystander.pid() + "\n");

        assertThat(text())
                .anyMatch(line -> line.startsWith("❓ Consumer cannot be told") && line.contains("" + bystander.pid()));
        assertThat(bystander.isAlive()).isTrue();
        assertThat(children.directory().resolve("e2e-consumer-bg.pid")).exists();
    }

    @Test
    void neverFailsForWhatItFinds() throws Exception {
        Files.createSymbolicLink(
                children.directory().resolve("e2e-consumer-bg.state"),
                children.directory().resolve("nowhere"));

        assertThat(text()).anyMatch(line -> line.contains("symbolic link"));
    }

    @Test
    void jsonHasTheFixedNames() throws Exception {
        ProcessState launched = children.launch("consumer", "exec sleep 60");
        ProcessState owned = new ProcessState(
                launched.name(),
                launched.phase(),
                launched.token(),
                launched.bootId(),
                launched.launched(),
                launched.command(),
                launched.specification(),
                launched.dependsOn(),
                launched.stop(),
                Owner.thisProcess(children.table(), "build", "/home/me/project"),
                new java.util.TreeSet<>(),
                launched.startedAt(),
                null,
                Map.of(),
                new java.util.TreeMap<>());
        children.store().write(owned.ready(Instant.now(), Map.of("url", "http://127.0.0.1:1")));

        JsonObject document = JsonParser.parseString(StatusJson.render(look())).getAsJsonObject();

        assertThat(document.get("directory").getAsString())
                .isEqualTo(children.directory().toString());
        JsonObject process = document.getAsJsonArray("processes").get(0).getAsJsonObject();
        assertThat(process.keySet())
                .containsExactly(
                        "name",
                        "state",
                        "pid",
                        "ready",
                        "startedAt",
                        "uptimeSeconds",
                        "memoryBytes",
                        "log",
                        "owner",
                        "details");
        assertThat(process.get("state").getAsString()).isEqualTo("running");
        assertThat(process.get("ready").getAsBoolean()).isTrue();
        assertThat(process.get("pid").getAsLong()).isEqualTo(launched.launched().pid());
        assertThat(process.get("uptimeSeconds").getAsDouble()).isBetween(0.0, 60.0);
        assertThat(process.getAsJsonObject("owner").get("alive").getAsBoolean()).isTrue();
        assertThat(process.getAsJsonObject("owner").get("directory").getAsString())
                .isEqualTo("/home/me/project");
        assertThat(process.getAsJsonObject("details").getAsJsonObject("last_verified"))
                .isNotNull();

        children.stop(launched, Duration.ofSeconds(10));
    }

    private List<String> text() throws InterruptedException {
        return StatusText.render(look());
    }

    private StatusReport look() throws InterruptedException {
        SetStatus.Details details = published -> published.containsKey("url")
                ? Optional.of(
                        "{\"lag\":0,\"last_verified\":{\"snapshot_id\":\"0192\",\"status\":\"complete\",\"chunks\":21,\"objects\":1234}}")
                : Optional.empty();
        return new SetStatus(children.store(), children.table(), details).look(Set.of(CONSUMER));
    }
}
