package dev.e2e.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restart of the embedded infrastructure in a build, during which somebody else takes the port that Kafka had. */
class RestartOfInfraIT {
    private static final String SERVERS = "published.bootstrapServers=127.0.0.1:";

    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    @TempDir
    Path directory;

    private Build build;

    @BeforeEach
    void prepare() throws Exception {
        build = new Build("secured", directory);
    }

    @AfterEach
    void end() throws Exception {
        thread.shutdownNow();
        build.close();
        build.run("e2e:stop");
        assertThat(build.exitCode()).as(build::log).isZero();
        build.leftovers().awaitNone();
    }

    @Test
    void whatFollowsInTheBuildHasTheNewAddress() throws Exception {
        build.run(
                "e2e:start",
                "e2e:restart",
                "antrun:run@what-tests-see",
                "-De2e.infrastructure=embedded",
                "-De2e.collector.interval=2s");
        int port = awaitKafka();
        Future<ServerSocket> taken = thread.submit(take(port));

        assertThat(build.exitCode()).as(build::log).isZero();
        try (ServerSocket socket = taken.get(1, TimeUnit.SECONDS)) {
            assertThat(socket.getLocalPort()).isEqualTo(port);
            String now = servers();
            assertThat(now).isNotEqualTo(Integer.toString(port));
            assertThat(build.log())
                    .contains("servers=127.0.0.1:" + now + " ", "✅ Consumer ready again", "✅ Collector ready again")
                    .doesNotContain("still has that");

            build.run("e2e:verify");
            assertThat(build.exitCode()).as(build::log).isZero();
        }
    }

    private int awaitKafka() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !servers().isEmpty() || !build.process().isAlive());
        return Integer.parseInt(servers());
    }

    /** The port that Kafka has by the state of {@code infra}; empty while it has none. */
    private String servers() {
        Path state = build.leftovers().states().resolve("e2e-infra-bg.state");
        try {
            return Files.readAllLines(state).stream()
                    .filter(line -> line.startsWith(SERVERS))
                    .map(line -> line.substring(SERVERS.length()))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return ""; // not started yet
        }
    }

    /** Takes it as soon as whoever has it lets it go. */
    private static Callable<ServerSocket> take(int port) {
        return () -> Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> new ServerSocket(port, 1, InetAddress.getLoopbackAddress()), socket -> socket.isBound());
    }
}
