package dev.e2e.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.infra.EmbeddedKubernetes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random faults while snapshots are collected and verified: the broker is restarted or killed, the consumer and the
 * collector are killed with {@code kill -9}, at any moment, also while another of them is away. Whatever the collector has
 * reported as complete has to be verified; it may be verified again, which is counted.
 */
class FaultsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOPIC = "cluster-info";

    @TempDir
    Path directory;

    private final long seed = Long.getLong("e2e.it.seed");
    private final Random random = new Random(seed);
    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private final List<AutoCloseable> running = new ArrayList<>();
    private Victim broker;
    private Victim consumer;
    private Victim collector;
    private Snapshots snapshots;

    /** What is done to whom. */
    private enum Fault {
        BROKER_RESTARTED,
        BROKER_KILLED,
        CONSUMER_KILLED,
        COLLECTOR_KILLED
    }

    @BeforeEach
    void start() throws Exception {
        EmbeddedKubernetes kubernetes = EmbeddedKubernetes.start(directory.resolve("kubernetes"));
        running.add(kubernetes);
        KeptPort port = new KeptPort();
        running.add(port);
        String servers = "127.0.0.1:" + port.number();
        String data = directory.resolve("kafka").toString();
        broker = victim("broker", Map.of(), BrokerMain.class.getName(), data, Integer.toString(port.number()), TOPIC);
        Map<String, String> kafka = Map.of("KAFKA_BROKERS", servers, "KAFKA_TOPIC", TOPIC, "HTTP_PORT", "0");
        // A killed collector leaves a snapshot open, and a successor of the consumer begins at the oldest open one. The
        // default of 10 minutes is meant for a snapshot a minute; faults take their time, but not that much.
        Map<String, String> consumers = new HashMap<>(kafka);
        consumers.put("SNAPSHOT_TIMEOUT", "60s");
        consumer = victim("consumer", consumers, "dev.e2e.consumer.ConsumerMain");
        Map<String, String> collectors = new HashMap<>(kafka);
        collectors.put("COLLECTION_INTERVAL", "300ms");
        collectors.put("KUBECONFIG", kubernetes.kubeconfig().toString());
        collector = victim("collector", collectors, "dev.e2e.collector.CollectorMain");
        snapshots = new Snapshots(collector.logs(), consumer.logs());
        for (Victim victim : List.of(broker, consumer, collector)) {
            victim.start();
        }
    }

    private Victim victim(String name, Map<String, String> environment, String... main) {
        Victim victim = new Victim(name, directory, environment, main);
        running.add(victim);
        return victim;
    }

    @AfterEach
    void end() throws Exception {
        for (int last = running.size() - 1; last >= 0; last--) {
            running.get(last).close();
        }
    }

    @Test
    void noSnapshotThatWasReportedAsCompleteIsLost() throws Exception {
        int count = Integer.getInteger("e2e.it.faults");
        System.out.printf("%d faults, seed %d%n", count, seed);
        snapshots.awaitMore(1, PATIENCE);
        long begin = System.nanoTime();
        for (int fault = 0; fault < count; fault++) {
            collector.live(Duration.ofMillis(random.nextInt(1000)));
            List.of(broker, consumer).forEach(Victim::expectAlive);
            inflict(Fault.values()[random.nextInt(Fault.values().length)]);
            if (random.nextBoolean()) { // else the next one comes before all is well again
                snapshots.awaitMore(1, PATIENCE);
            }
        }
        snapshots.awaitMore(2, PATIENCE);
        collector.terminate();
        snapshots.awaitMore(0, PATIENCE);
        consumer.terminate();
        System.out.printf(
                "%s in %d s: %d snapshots complete, %d lost, %d found wrong; verified %d times, "
                        + "%d of them once more, %d of these by the same consumer (seed %d)%n",
                faults,
                Duration.ofNanos(System.nanoTime() - begin).toSeconds(),
                snapshots.complete().size(),
                snapshots.missing().size(),
                snapshots.wrong().size(),
                snapshots.verified().size(),
                snapshots.repeated(),
                snapshots.twice().size(),
                seed);
        assertThat(snapshots.missing()).isEmpty();
        assertThat(snapshots.wrong()).isEmpty();
        assertThat(snapshots.complete()).hasSizeGreaterThanOrEqualTo(2);
    }

    private void inflict(Fault fault) throws IOException, InterruptedException {
        faults.merge(fault, 1, Integer::sum);
        switch (fault) {
            case BROKER_RESTARTED -> {
                broker.terminate();
                broker.start();
            }
            case BROKER_KILLED -> again(broker);
            case CONSUMER_KILLED -> again(consumer);
            case COLLECTOR_KILLED -> again(collector);
        }
    }

    private static void again(Victim victim) throws IOException, InterruptedException {
        victim.kill();
        victim.start();
    }
}
