package dev.e2e.infra.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.e2e.infra.forward.ApiStandIn.Behaviour;
import dev.e2e.infra.forward.Condition.State;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ForwardTest {
    @TempDir
    Path directory;

    private ApiStandIn api;
    private EchoServer kafka;
    private Cluster cluster;
    private Forward forward;

    @BeforeEach
    void start() throws Exception {
        kafka = new EchoServer("a");
        api = new ApiStandIn()
                .service("kafka", 9092, new IntOrString("kafka"))
                .pod("kafka-0", "kafka", true, kafka.port());
        cluster = new Cluster(api.access(directory));
        forward = Forward.bind(ForwardSpec.parseAll("service/shop/kafka:9092:0").get(0), cluster);
        forward.start();
    }

    @AfterEach
    void stop() throws Exception {
        forward.close();
        cluster.close();
        api.close();
        kafka.close();
    }

    @Test
    void aConnectionReachesThePodThroughTheNamedTargetPort() throws Exception {
        awaitState(State.READY);

        try (Socket client = connect()) {
            client.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));

            assertThat(read(client, 6)).isEqualTo("ahello");
        }
        assertThat(forward.condition().target()).isNotNull().hasToString("pod kafka-0:9092");
        soon().until(() -> kafka.openConnections() == 0 && forward.openConnections() == 0);
    }

    @Test
    void muchDataIsCarriedUnchangedBothWaysThoughThePodPauses() throws Exception {
        awaitState(State.READY);
        byte[] data = new byte[32 * 1024 * 1024];
        new Random(7).nextBytes(data);
        kafka.pause();

        try (Socket client = connect()) {
            assertThat(client.getInputStream().read()).isEqualTo('a');
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
                try {
                    client.getOutputStream().write(data);
                    client.shutdownOutput();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            awaitNoMoreIsSent();
            assertThat(writing).isNotDone();
            kafka.goOn();
            byte[] back = client.getInputStream().readNBytes(data.length);
            writing.get(60, TimeUnit.SECONDS);

            assertThat(Arrays.equals(back, data)).as("the same bytes").isTrue();
        }
    }

    private void awaitNoMoreIsSent() {
        long[] before = {-1};
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    long now = forward.figures().bytesToPod().sum();
                    boolean same = now > 0 && now == before[0];
                    before[0] = now;
                    return same;
                });
    }

    @Test
    void aReplacedPodIsFollowedAndTheLocalPortStays() throws Exception {
        awaitState(State.READY);
        String local = forward.local();
        try (EchoServer next = new EchoServer("b")) {
            api.removePod("kafka-0");
            awaitState(State.WAITING);
            assertThat(forward.condition().reason()).isEqualTo("service kafka has no ready pod (of 0)");

            CompletableFuture<String> waiting = CompletableFuture.supplyAsync(this::greeting);
            api.pod("kafka-1", "kafka", false, next.port());
            assertThat(waiting).isNotDone();
            long ready = System.nanoTime();
            api.pod("kafka-1", "kafka", true, next.port());

            assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo("b");
            assertThat(Duration.ofNanos(System.nanoTime() - ready)).isLessThan(Duration.ofSeconds(2));
            assertThat(forward.local()).isEqualTo(local);
            assertThat(forward.figures().reconnects().sum()).isEqualTo(1);
        }
    }

    @Test
    void aPodThatRefusesIsNotReadyAndItsReasonIsTold() throws Exception {
        awaitState(State.READY);
        kafka.close();

        awaitState(State.RECONNECTING);

        assertThat(forward.condition().reason())
                .isEqualTo(
                        "no connection to pod kafka-0:9092: error forwarding port 9092 to pod kafka-0: connection refused");
    }

    @Test
    void aTunnelThatHangsIsNoticedWhileNobodyConnectsAndItsConnectionsAreReset() throws Exception {
        awaitState(State.READY);
        try (Socket client = connect()) {
            assertThat(client.getInputStream().read()).isEqualTo('a');

            api.behave(Behaviour.HANG);
            awaitState(State.RECONNECTING);

            assertThat(forward.condition().reason())
                    .isEqualTo(
                            "no connection to pod kafka-0:9092: no answer from the node of pod kafka-0:9092 within 2000 ms");
            client.setSoTimeout(10_000);
            assertThatThrownBy(() -> client.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
        api.behave(Behaviour.FORWARD);
        awaitState(State.READY);
        assertThat(greeting()).isEqualTo("a");
    }

    @Test
    void dropsAndRefusalsAreSurvived() throws Exception {
        awaitState(State.READY);
        for (Behaviour behaviour : new Behaviour[] {Behaviour.DROP, Behaviour.REFUSE}) {
            api.behave(behaviour);
            api.breakTunnels();
            CompletableFuture<String> waiting = CompletableFuture.supplyAsync(this::greeting);
            awaitState(State.RECONNECTING);

            api.behave(Behaviour.FORWARD);

            assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo("a");
        }
    }

    @Test
    void anApiServerThatWasGoneIsFoundAgain() throws Exception {
        awaitState(State.READY);
        api.down();
        awaitState(State.WAITING);
        assertThat(forward.condition().reason()).startsWith("the API server does not say what is behind it: ");
        CompletableFuture<String> waiting = CompletableFuture.supplyAsync(this::greeting);

        api.up();

        Awaitility.await()
                .atMost(Duration.ofSeconds(2))
                .until(() -> forward.condition().isReady());
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo("a");
    }

    @Test
    void anotherPodEndsALongPause() throws Exception {
        awaitState(State.READY);
        api.behave(Behaviour.REFUSE);
        int before = api.upgrades.get();
        // After its seventh failure in a row the pause is over two and a half seconds.
        soon().until(() -> api.upgrades.get() >= before + 7);

        api.removePod("kafka-0");
        api.pod("kafka-1", "kafka", true, kafka.port());
        api.behave(Behaviour.FORWARD);

        Awaitility.await()
                .atMost(Duration.ofSeconds(2))
                .until(() -> forward.condition().isReady());
        assertThat(forward.condition().target()).hasToString("pod kafka-1:9092");
        assertThat(greeting()).isEqualTo("a");
    }

    private Socket connect() {
        try {
            String[] address = forward.local().split(":", -1);
            return new Socket(address[0], Integer.parseInt(address[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String greeting() {
        try (Socket client = connect()) {
            return read(client, 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Socket client, int length) throws IOException {
        return new String(client.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
    }

    private void awaitState(State state) {
        soon().untilAsserted(() -> assertThat(forward.condition().state())
                .as(() -> forward.condition().reason())
                .isEqualTo(state));
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(10));
    }
}
