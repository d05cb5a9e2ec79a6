package dev.e2e.infra;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * One of several brokers, each with its controller, of which any may be killed: records and offsets are on all of them, and
 * two have to have what is acknowledged. One that is gone is noticed after two seconds.
 */
public final class ClusterMember {
    /** Printed when it has started. */
    public static final String READY = "READY";

    private static final Uuid CLUSTER = new Uuid(0x6532652d746573L, 0x74732d6b61666bL);

    private ClusterMember() {}

    /**
     * Runs until TERM.
     *
     * @param arguments the data directory, which of them this is, from 0, and the ports of all: {@code broker:controller}
     */
    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[0]);
        int number = Integer.parseInt(arguments[1]);
        List<Ports> all = Arrays.stream(arguments)
                .skip(2)
                .map(pair -> pair.split(":", -1))
                .map(pair -> Ports.of(Integer.parseInt(pair[0]), Integer.parseInt(pair[1])))
                .toList();
        Map<String, String> properties =
                new HashMap<>(BrokerProperties.of(data, all.get(number), Map.of("node.id", node(number))));
        properties.put(
                "controller.quorum.voters",
                IntStream.range(0, all.size())
                        .mapToObj(voter -> "%s@%s:%d"
                                .formatted(
                                        node(voter),
                                        Ports.LOOPBACK,
                                        all.get(voter).controller()))
                        .collect(Collectors.joining(",")));
        for (String replicated : List.of("default.replication.factor", "offsets.topic.replication.factor")) {
            properties.put(replicated, Integer.toString(all.size()));
        }
        properties.put("min.insync.replicas", "2");
        properties.put("broker.session.timeout.ms", "2000");
        // On a busy machine an election takes longer than where a single controller votes for itself.
        properties.put("controller.quorum.election.timeout.ms", "1000");
        properties.put("controller.quorum.election.backoff.max.ms", "500");
        Broker broker = Broker.start(data, CLUSTER, properties);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> broker.stop(Duration.ofSeconds(10))));
        System.out.println(READY);
        Thread.currentThread().join();
    }

    private static String node(int number) {
        return Integer.toString(number + 1);
    }
}
