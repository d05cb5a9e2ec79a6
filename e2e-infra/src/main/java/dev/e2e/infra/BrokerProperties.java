package dev.e2e.infra;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The configuration of a broker that is alone, starts and stops quickly, and costs little. */
final class BrokerProperties {
    private static final int NODE_ID = 1;
    static final String CONTROLLER = "CONTROLLER";
    private static final Set<String> LISTENERS = Set.of("listeners", "listener.security.protocol.map");

    private BrokerProperties() {}

    /** @param further by Kafka's names; listeners come to those of the broker, anything else replaces what it has */
    static Map<String, String> of(Path dataDirectory, Ports ports, Map<String, String> further) {
        Map<String, String> properties = new HashMap<>();
        identity(properties, dataDirectory, ports);
        oneReplica(properties);
        fewThreads(properties);
        quickStartAndEnd(properties);
        further.forEach((name, value) -> properties.merge(
                name, value, (before, added) -> LISTENERS.contains(name) ? before + "," + added : added));
        return properties;
    }

    /** Which node of its cluster it is. */
    static int node(Map<String, String> properties) {
        return Integer.parseInt(String.valueOf(properties.get("node.id")));
    }

    private static void identity(Map<String, String> properties, Path dataDirectory, Ports ports) {
        String controller = Ports.LOOPBACK + ":" + ports.controller();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", Integer.toString(NODE_ID));
        properties.put(
                "listeners",
                "BROKER://%s:%d,%s://%s".formatted(Ports.LOOPBACK, ports.broker(), CONTROLLER, controller));
        properties.put("listener.security.protocol.map", "BROKER:PLAINTEXT,%s:PLAINTEXT".formatted(CONTROLLER));
        properties.put("inter.broker.listener.name", "BROKER");
        properties.put("controller.listener.names", CONTROLLER);
        properties.put("controller.quorum.voters", NODE_ID + "@" + controller);
        properties.put("log.dirs", dataDirectory.toString());
    }

    private static void oneReplica(Map<String, String> properties) {
        properties.put("auto.create.topics.enable", "false");
        properties.put("default.replication.factor", "1");
        properties.put("min.insync.replicas", "1");
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "1");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "1");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("share.coordinator.state.topic.num.partitions", "1");
    }

    private static void fewThreads(Map<String, String> properties) {
        properties.put("num.network.threads", "1");
        properties.put("num.io.threads", "2");
        properties.put("num.replica.fetchers", "1");
        properties.put("num.recovery.threads.per.data.dir", "1");
        properties.put("background.threads", "1");
        properties.put("group.coordinator.threads", "1");
        properties.put("share.coordinator.threads", "1");
        properties.put("log.cleaner.enable", "false");
        // The default reporter registers every metric with JMX, which nobody reads here.
        properties.put("metric.reporters", "");
    }

    private static void quickStartAndEnd(Map<String, String> properties) {
        // The first consumer of a group would wait 3 s for others.
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("controller.quorum.election.timeout.ms", "100");
        properties.put("controller.quorum.election.backoff.max.ms", "100");
        properties.put("controller.quorum.retry.backoff.ms", "20");
        properties.put("broker.heartbeat.interval.ms", "500");
        // An idle broker writes nothing.
        properties.put("metadata.max.idle.interval.ms", "0");
        properties.put("server.max.startup.time.ms", "30000");
        properties.put("initial.broker.registration.timeout.ms", "30000");
    }
}
