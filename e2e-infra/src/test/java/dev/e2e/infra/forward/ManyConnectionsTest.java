package dev.e2e.infra.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ManyConnectionsTest {
    private static final int CONNECTIONS = Integer.getInteger("e2e.forward.connections", 2_000);

    @TempDir
    Path directory;

    @Test
    void oneAfterTheOtherInASmallHeapWithoutAStall() throws Exception {
        try (EchoServer kafka = new EchoServer("");
                ApiStandIn api = new ApiStandIn()
                        .service("kafka", 9092, new IntOrString("kafka"))
                        .pod("kafka-0", "kafka", true, kafka.port());
                ForwardProcess process = ForwardProcess.start(
                        directory,
                        Map.of(
                                "KUBECONFIG",
                                api.kubeconfig(directory.resolve("kubeconfig")).toString(),
                                "FORWARDS",
                                "service//kafka:clients:0"))) {
            int port = process.localPort("service/shop/kafka:clients");
            long[] took = new long[CONNECTIONS];
            for (int i = 0; i < CONNECTIONS; i++) {
                long began = System.nanoTime();
                try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    client.getOutputStream().write(i);
                    assertThat(client.getInputStream().read())
                            .as("connection %s", i)
                            .isEqualTo(i & 0xff);
                }
                took[i] = System.nanoTime() - began;
            }
            Arrays.sort(took);
            assertThat(Duration.ofNanos(took[CONNECTIONS - 1]))
                    .as("the longest")
                    .isLessThan(Duration.ofSeconds(5));
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> kafka.openConnections() == 0);
            assertThat(process.status())
                    .contains("\"connections\":" + CONNECTIONS)
                    .contains("\"openConnections\":0");
        }
    }
}
