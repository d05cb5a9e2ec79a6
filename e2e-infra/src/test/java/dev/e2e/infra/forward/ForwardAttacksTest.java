package dev.e2e.infra.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.infra.forward.ApiStandIn.Behaviour;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that do not give up, on ways that break in every manner. */
@Timeout(120)
class ForwardAttacksTest {
    @TempDir
    Path directory;

    private final ExecutorService clients = Executors.newCachedThreadPool();
    private EchoServer kafka;
    private ApiStandIn api;
    private Cluster cluster;
    private Forward forward;

    @BeforeEach
    void start() throws Exception {
        kafka = new EchoServer("");
        api = new ApiStandIn()
                .service("kafka", 9092, new IntOrString("kafka"))
                .pod("kafka-0", "kafka", true, kafka.port());
        cluster = new Cluster(api.access(directory));
        forward = Forward.bind(ForwardSpec.parseAll("service/shop/kafka:9092:0").get(0), cluster);
        forward.start();
        soon().until(() -> forward.condition().isReady());
    }

    @AfterEach
    void stop() throws Exception {
        clients.shutdownNow();
        forward.close();
        cluster.close();
        api.close();
        kafka.close();
    }

    @Test
    void whatIsStuckInATunnelThatHangsIsGivenUpAndLeavesNothing() throws Exception {
        api.behave(Behaviour.HANG);
        try (Socket client = connectAnew()) {
            Future<?> writing = clients.submit(() -> {
                client.getOutputStream().write(new byte[64 * 1024 * 1024]);
                return null;
            });

            soon().until(writing::isDone);
        }
        soon().until(() -> forward.openConnections() == 0);
    }

    @Test
    void clientsInALoopAreOneAttemptAtATimeForTheApiServer() {
        api.behave(Behaviour.REFUSE);
        soon().until(() -> !forward.condition().isReady());
        int before = api.upgrades.get();
        for (int i = 0; i < 50; i++) {
            clients.execute(() -> roundTrip(1));
        }
        // The pauses of 50, 100, … 1600 ms add up to 3 s; the attempts of 50 connections would be there at once.
        soon().until(() -> api.upgrades.get() >= before + 3);

        assertThat(api.upgrades.get()).isLessThan(before + 10);
        api.behave(Behaviour.FORWARD);
        soon().until(() -> forward.openConnections() == 0);
        assertThat(forward.figures().failedConnections().sum()).isZero();
    }

    @Test
    void everyByteThatComesBackIsTheRightOneAndInTheEndAllIsWell() throws Exception {
        AtomicBoolean goOn = new AtomicBoolean(true);
        AtomicInteger wrong = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int client = i;
            running.add(clients.submit(() -> {
                for (int round = client; goOn.get(); round += 8) {
                    int answer = roundTrip(round & 0x7f);
                    if (answer >= 0 && answer != (round & 0x7f)) {
                        wrong.incrementAndGet();
                    }
                }
            }));
        }
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int step = 0; step < 20; step++) {
            breakIt(random, step);
            long connections = forward.figures().connections().sum();
            soon().until(() -> forward.condition().isReady()
                    && forward.figures().connections().sum() > connections);
        }
        goOn.set(false);
        soon().until(() -> running.stream().allMatch(Future::isDone));

        assertThat(wrong).as("wrong bytes, seed %s", seed).hasValue(0);
        assertThat(roundTrip(7)).isEqualTo(7);
        soon().until(() -> forward.openConnections() == 0 && kafka.openConnections() == 0);
    }

    private void breakIt(Random random, int step) {
        switch (random.nextInt(4)) {
            case 0 -> api.breakTunnels();
            case 1 -> {
                api.removePod("kafka-" + step);
                api.pod("kafka-" + (step + 1), "kafka", true, kafka.port());
                return;
            }
            case 2 -> {
                api.behave(Behaviour.DROP);
                api.breakTunnels();
                soon().until(() -> !forward.condition().isReady());
            }
            default -> {
                api.behave(Behaviour.REFUSE);
                soon().until(() -> !forward.condition().isReady());
            }
        }
        api.removePod("kafka-" + step);
        api.pod("kafka-" + (step + 1), "kafka", true, kafka.port());
        api.behave(Behaviour.FORWARD);
    }

    private Socket connectAnew() throws IOException {
        return new Socket(
                InetAddress.getLoopbackAddress(),
                Integer.parseInt(forward.local().replaceFirst(".*:", "")));
    }

    /** Sends a byte; returns what comes back, or -1 where the connection ends without. */
    private int roundTrip(int value) {
        try (Socket client = connectAnew()) {
            client.getOutputStream().write(value);
            return client.getInputStream().read();
        } catch (IOException e) {
            return -1;
        }
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(10));
    }
}
