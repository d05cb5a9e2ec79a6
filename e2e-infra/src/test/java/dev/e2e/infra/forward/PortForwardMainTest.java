package dev.e2e.infra.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.infra.ChildJvm;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PortForwardMainTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private EchoServer kafka;
    private ApiStandIn api;

    @BeforeEach
    void start() throws Exception {
        kafka = new EchoServer("k");
        api = new ApiStandIn()
                .service("kafka", 9092, new IntOrString("kafka"))
                .service("store", 80, new IntOrString("kafka"))
                .pod("kafka-0", "kafka", true, kafka.port())
                .pod("store-0", "store", true, kafka.port());
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
        kafka.close();
    }

    @Test
    void isReadyWithItsAddressesTellsHowItIsAndEndsInGoodOrder() throws Exception {
        try (ForwardProcess process =
                ForwardProcess.start(directory, environment("service//kafka:9092:0,pod/shop/store-0:9092:0"))) {
            int port = process.localPort("service/shop/kafka:9092");
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(client.getInputStream().read()).isEqualTo('k');
            }

            assertThat(process.status())
                    .contains("\"target\":\"service/shop/kafka:9092\"")
                    .contains("\"local\":\"127.0.0.1:" + port + "\"")
                    .contains("\"state\":\"ready\"")
                    .contains("\"pod\":\"store-0\"");
            assertThat(process.get("/readyz").statusCode()).isEqualTo(200);
            assertThat(process.get("/metrics").body())
                    .contains("e2e_port_forward_ready{target=\"service/shop/kafka:9092\"} 1.0")
                    .contains("e2e_port_forward_connections_total{target=\"service/shop/kafka:9092\"} 1.0");

            api.removePod("kafka-0");

            Awaitility.await().atMost(SOON).until(() -> process.get("/readyz").statusCode() == 503);
            assertThat(process.get("/readyz").body())
                    .isEqualTo("service/shop/kafka:9092: service kafka has no ready pod (of 0)\n");
            assertThat(process.status()).contains("\"state\":\"waiting\"");

            process.jvm().terminate();

            assertThat(process.jvm().awaitExit(SOON)).isEqualTo(143);
            assertThat(process.jvm().errors()).isEmpty();
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
        }
    }

    @Test
    void isNotReadyBeforeAllForwardsHaveAPod() throws Exception {
        api.pod("store-0", "store", false, kafka.port());
        Map<String, String> environment = environment("service//kafka:9092:0,service//store:80:0");
        try (ChildJvm jvm = ChildJvm.start(PortForwardMain.class, directory, environment, "-Xmx64m")) {
            Awaitility.await()
                    .atMost(SOON)
                    .until(() -> jvm.lines().stream()
                            .anyMatch(line -> line.contains(
                                    "waiting: service/shop/store:80: service store has no ready pod (of 1)")));
            assertThat(jvm.lines()).noneMatch(line -> line.contains(" READY"));

            api.pod("store-0", "store", true, kafka.port());

            assertThat(jvm.awaitReady()).containsOnlyKeys("service/shop/kafka:9092", "service/shop/store:80", "url");
        }
    }

    @Test
    void aTakenLocalPortEndsItBeforeAnythingElseAndItsHolderIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ChildJvm jvm = ChildJvm.start(
                        PortForwardMain.class,
                        directory,
                        environment("service//kafka:9092:" + taken.getLocalPort()),
                        "-Xmx64m")) {
            assertThat(jvm.awaitExit(SOON)).isEqualTo(2);
            assertThat(jvm.errors())
                    .containsExactly(
                            "FORWARDS: expected a free local port for service/shop/kafka:9092, got '%d', which is taken by PID %d (java)"
                                    .formatted(
                                            taken.getLocalPort(),
                                            ProcessHandle.current().pid()));
        }
    }

    @Test
    void refusesSettingsThatCannotBeUsed() throws Exception {
        Map<String, String> environment = environment("kafka");
        try (ChildJvm jvm = ChildJvm.start(PortForwardMain.class, directory, environment, "-Xmx64m")) {
            assertThat(jvm.awaitExit(SOON)).isEqualTo(2);
            assertThat(jvm.errors()).singleElement().asString().startsWith("FORWARDS: expected service/NAMESPACE/NAME");
        }
        environment.put("FORWARDS", "service//kafka:9092:0");
        environment.put("KUBECONFIG", directory.resolve("missing").toString());
        try (ChildJvm jvm = ChildJvm.start(PortForwardMain.class, directory, environment, "-Xmx64m")) {
            assertThat(jvm.awaitExit(SOON)).isEqualTo(2);
            assertThat(jvm.errors()).singleElement().asString().startsWith("KUBECONFIG: expected a kubeconfig");
        }
    }

    private Map<String, String> environment(String forwards) throws Exception {
        Map<String, String> environment = new HashMap<>();
        environment.put(
                "KUBECONFIG", api.kubeconfig(directory.resolve("kubeconfig")).toString());
        environment.put("FORWARDS", forwards);
        return environment;
    }
}
