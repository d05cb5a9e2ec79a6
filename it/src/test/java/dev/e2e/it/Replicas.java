package dev.e2e.it;

import dev.e2e.infra.ClusterMember;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Three brokers in JVMs of their own, and a topic of one partition that each of them has. */
final class Replicas implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int COUNT = 3;

    private final TopicPartition partition;
    private final List<KeptPort> ports = new ArrayList<>();
    private final List<Victim> brokers = new ArrayList<>();
    private final String servers;
    private Admin admin;

    /** Prepares them, with their data and logs below the directory. */
    Replicas(Path directory, String topic) throws IOException {
        partition = new TopicPartition(topic, 0);
        List<String> pairs = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            KeptPort broker = new KeptPort();
            KeptPort controller = new KeptPort();
            ports.add(broker);
            ports.add(controller);
            pairs.add(broker.number() + ":" + controller.number());
            addresses.add("127.0.0.1:" + broker.number());
        }
        servers = String.join(",", addresses);
        for (int i = 0; i < COUNT; i++) {
            List<String> main = new ArrayList<>(List.of(
                    ClusterMember.class.getName(),
                    directory.resolve("data-" + i).toString(),
                    Integer.toString(i)));
            main.addAll(pairs);
            brokers.add(new Victim("broker-" + (i + 1), directory, Map.of(), main.toArray(String[]::new)));
        }
    }

    /** Starts them, and waits until each of them has the topic. */
    void start() throws IOException {
        for (Victim broker : brokers) {
            broker.start();
        }
        for (Victim broker : brokers) {
            Path log = broker.logs().get(0);
            Awaitility.await(log.toString()).atMost(PATIENCE).until(() -> {
                broker.expectAlive();
                return Trial.text(log).contains(ClusterMember.READY);
            });
        }
        admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers,
                AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, 1_000,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2_000));
        create();
        awaitAllInSync();
    }

    private void create() {
        NewTopic topic = new NewTopic(partition.topic(), 1, (short) COUNT).configs(Map.of("min.insync.replicas", "2"));
        retrying("the topic").until(() -> {
            if (!answer(admin.listTopics().names()).contains(partition.topic())) {
                answer(admin.createTopics(List.of(topic)).all());
            }
            return true;
        });
    }

    /** For clients: all of them. */
    String servers() {
        return servers;
    }

    /** Who leads the partition, by its number from 1; empty while nobody does. */
    Optional<Integer> leader() throws ExecutionException, InterruptedException {
        return Optional.ofNullable(description().leader())
                .filter(node -> !node.isEmpty())
                .map(Node::id);
    }

    /** Kills the leader as {@code kill -9} does, and waits until another leads; says who was killed. */
    int killLeader() throws ExecutionException, InterruptedException {
        int leader = leader().orElseThrow();
        brokers.get(leader - 1).kill();
        retrying("another leader than " + leader)
                .until(() -> leader().filter(other -> other != leader).isPresent());
        return leader;
    }

    /** Starts a broker that was killed, and waits until it has everything. */
    void startAgain(int broker) throws IOException {
        brokers.get(broker - 1).start();
        awaitAllInSync();
    }

    /** Makes another broker the preferred one, and has it elected; says which it is now. */
    int moveLeader() throws ExecutionException, InterruptedException {
        int before = leader().orElseThrow();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            order.add((before + i) % COUNT + 1);
        }
        answer(admin.alterPartitionReassignments(Map.of(partition, Optional.of(new NewPartitionReassignment(order))))
                .all());
        answer(admin.electLeaders(ElectionType.PREFERRED, Set.of(partition)).all());
        retrying("the preferred leader " + order.get(0)).until(() -> leader().equals(Optional.of(order.get(0))));
        return order.get(0);
    }

    private void awaitAllInSync() {
        retrying("all replicas in sync").until(() -> {
            brokers.forEach(Victim::expectAlive);
            Set<Integer> inSync = description().isr().stream().map(Node::id).collect(Collectors.toSet());
            return inSync.size() == COUNT;
        });
    }

    private TopicPartitionInfo description() throws ExecutionException, InterruptedException {
        String topic = partition.topic();
        return answer(admin.describeTopics(List.of(topic)).allTopicNames())
                .get(topic)
                .partitions()
                .get(0);
    }

    /** What brokers cannot answer while one of them is away is asked again. */
    private static ConditionFactory retrying(String what) {
        return Awaitility.await(what).atMost(PATIENCE).ignoreException(ExecutionException.class);
    }

    private static <T> T answer(KafkaFuture<T> asked) throws ExecutionException, InterruptedException {
        try {
            return asked.get(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new ExecutionException(e);
        }
    }

    @Override
    public void close() throws Exception {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
        for (Victim broker : brokers) {
            broker.close();
        }
        for (KeptPort port : ports) {
            port.close();
        }
    }
}
