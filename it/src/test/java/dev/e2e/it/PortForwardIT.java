package dev.e2e.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.infra.forward.ApiStandIn;
import dev.e2e.infra.forward.EchoServer;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mvn e2e:port-forward}, as a user calls it, to a service whose pod is replaced while the forward is used. */
class PortForwardIT {
    private static final String LEFT_ALONE = "still there, and not asked for: port-forward (PID ";

    @TempDir
    Path directory;

    private Build build;
    private List<String> properties = List.of();

    @AfterEach
    void end() throws Exception {
        run("e2e:stop");
        build.close();
        build.leftovers().awaitNone(); // before the directory goes
    }

    @Test
    void theLocalPortLeadsToWhicheverPodIsThere() throws Exception {
        build = new Build("forward", directory.toRealPath());
        int port;
        try (KeptPort free = new KeptPort()) {
            port = free.number();
        }
        try (EchoServer first = new EchoServer("1");
                EchoServer second = new EchoServer("2");
                ApiStandIn cluster = new ApiStandIn()) {
            cluster.service("orders", 80, new IntOrString(9092)).pod("orders-a", "orders", true, first.port());
            properties = List.of(
                    "-De2e.kubeconfig=" + cluster.kubeconfig(directory.resolve("kubeconfig")), "-Dorders.port=" + port);
            awaitAnswer(cluster.url()); // its first answer takes its time, as a cluster's does not
            run("e2e:port-forward");
            assertThat(build.log()).contains("127.0.0.1:" + port);
            assertThat(greeting(port)).isEqualTo('1');

            cluster.removePod("orders-a");
            cluster.pod("orders-b", "orders", true, second.port());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(15))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> greeting(port) == '2');

            run("verify");
            assertThat(build.log()).contains("e2e-maven-plugin", LEFT_ALONE);
            runInAnotherProject("e2e:stop");
            assertThat(greeting(port)).isEqualTo('2');

            run("e2e:stop");
            assertThat(build.log()).contains("Port-forward stopped").doesNotContain(LEFT_ALONE);
            build.leftovers().awaitNone();
        }
    }

    private void run(String... goals) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(properties);
        arguments.addAll(List.of(goals));
        build.run(arguments.toArray(String[]::new));
        assertThat(build.exitCode()).as(build::log).isZero();
    }

    private void runInAnotherProject(String goal) throws Exception {
        try (Build other = new Build(
                "declared",
                directory.toRealPath().resolve("another"),
                build.leftovers().states())) {
            other.run(goal);
            assertThat(other.exitCode()).as(other::log).isZero();
            assertThat(other.log()).contains(LEFT_ALONE);
        }
    }

    private static void awaitAnswer(String cluster) throws IOException {
        try (InputStream version = URI.create(cluster + "/version").toURL().openStream()) {
            assertThat(version.readAllBytes()).isNotEmpty();
        }
    }

    private static int greeting(int port) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(12_000);
            return client.getInputStream().read();
        }
    }
}
