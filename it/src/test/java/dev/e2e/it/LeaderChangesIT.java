package dev.e2e.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.infra.EmbeddedKubernetes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three brokers, of which the one that leads the topic's partition is killed or has to hand over while snapshots are on
 * their way. Each that was reported as complete is verified, and none is found wrong.
 */
class LeaderChangesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOPIC = "cluster-info";

    @TempDir
    Path directory;

    private final List<AutoCloseable> running = new ArrayList<>();
    private Replicas replicas;
    private Victim consumer;
    private Victim collector;
    private Snapshots snapshots;

    @BeforeEach
    void start() throws Exception {
        EmbeddedKubernetes kubernetes = EmbeddedKubernetes.start(directory.resolve("kubernetes"));
        running.add(kubernetes);
        replicas = new Replicas(directory, TOPIC);
        running.add(replicas);
        replicas.start();
        Map<String, String> kafka = Map.of("KAFKA_BROKERS", replicas.servers(), "KAFKA_TOPIC", TOPIC, "HTTP_PORT", "0");
        consumer = new Victim("consumer", directory, kafka, "dev.e2e.consumer.ConsumerMain");
        running.add(consumer);
        Map<String, String> collectors = new HashMap<>(kafka);
        collectors.put("COLLECTION_INTERVAL", "300ms");
        collectors.put("KUBECONFIG", kubernetes.kubeconfig().toString());
        collector = new Victim("collector", directory, collectors, "dev.e2e.collector.CollectorMain");
        running.add(collector);
        consumer.start();
        collector.start();
        snapshots = new Snapshots(collector.logs(), consumer.logs());
    }

    @AfterEach
    void end() throws Exception {
        for (int last = running.size() - 1; last >= 0; last--) {
            running.get(last).close();
        }
    }

    @Test
    void noSnapshotThatWasReportedAsCompleteIsLost() throws Exception {
        int rounds = Integer.getInteger("e2e.it.leaders");
        snapshots.awaitMore(1, PATIENCE);
        long begin = System.nanoTime();
        List<String> changes = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            int killed = replicas.killLeader();
            changes.add("-" + killed);
            snapshots.awaitMore(1, PATIENCE); // by the two others
            replicas.startAgain(killed);
            changes.add(">" + replicas.moveLeader());
            snapshots.awaitMore(1, PATIENCE);
        }
        collector.terminate();
        snapshots.awaitMore(0, PATIENCE);
        consumer.expectAlive();
        consumer.terminate();
        System.out.printf(
                "leaders killed (-) and moved (>): %s in %d s: %d snapshots complete, %d lost, %d found wrong;"
                        + " verified %d times, %d of them once more%n",
                String.join(" ", changes),
                Duration.ofNanos(System.nanoTime() - begin).toSeconds(),
                snapshots.complete().size(),
                snapshots.missing().size(),
                snapshots.wrong().size(),
                snapshots.verified().size(),
                snapshots.repeated());
        assertThat(snapshots.missing()).isEmpty();
        assertThat(snapshots.wrong()).isEmpty();
        assertThat(snapshots.complete()).hasSizeGreaterThanOrEqualTo(2 * rounds + 1);
    }
}
