package it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a user's own test does: it reads the topic and the cluster, by the addresses that the plugin published. */
class ClusterInfoIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void everyObjectOfTheClusterArrivesOnTheTopic() throws Exception {
        Map<String, Set<String>> arrived = firstSnapshot();

        Map<String, Set<String>> expected = cluster();
        assertTrue(expected.get("Pod").size() >= 30, () -> "a believable cluster has pods: " + expected.get("Pod"));
        expected.forEach((kind, objects) -> assertEquals(objects, arrived.getOrDefault(kind, Set.of()), kind));
    }

    @Test
    void theConsumerHasVerifiedTheSnapshot() throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        String status = get(System.getProperty("e2e.consumer.url") + "/status");
        while (!status.contains("\"last_verified\"") && Instant.now().isBefore(end)) {
            Thread.sleep(50);
            status = get(System.getProperty("e2e.consumer.url") + "/status");
        }
        JsonNode json = new JsonMapper().readTree(status);
        assertEquals("complete", json.path("last_verified").path("status").asString(), status);
        assertEquals(0, json.path("failed").asInt(-1), status);
    }

    @Test
    void bothApplicationsSayThatTheyAreReady() throws Exception {
        assertEquals("ok\n", get(System.getProperty("e2e.consumer.url") + "/readyz"));
        assertEquals("ok\n", get(System.getProperty("e2e.collector.url") + "/readyz"));
    }

    /** Kind to {@code namespace/name}, read by a consumer of our own. */
    private static Map<String, Set<String>> firstSnapshot() {
        Map<String, Object> properties = Map.of("bootstrap.servers", System.getProperty("e2e.kafka.bootstrapServers"));
        Map<String, Set<String>> objects = new TreeMap<>();
        JsonMapper mapper = new JsonMapper();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor("cluster-info").stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Instant end = Instant.now().plus(PATIENCE);
            String snapshot = null;
            while (Instant.now().isBefore(end)) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    snapshot = snapshot == null ? header(record, "snapshot-id") : snapshot;
                    if (!snapshot.equals(header(record, "snapshot-id"))) {
                        continue;
                    }
                    if (header(record, "type").equals("end")) {
                        return objects;
                    }
                    for (JsonNode item : mapper.readTree(record.value()).path("items")) {
                        objects.computeIfAbsent(header(record, "kind"), kind -> new TreeSet<>())
                                .add(item.path("namespace").asString("") + "/"
                                        + item.path("name").asString());
                    }
                }
            }
        }
        throw new AssertionError("no whole snapshot within " + PATIENCE + "; so far " + objects);
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static Map<String, Set<String>> cluster() {
        Config config = Config.fromKubeconfig(Path.of(System.getProperty("e2e.kubeconfig")).toFile());
        Map<String, Set<String>> objects = new TreeMap<>();
        try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
            objects.put("Namespace", names(client.namespaces().list().getItems()));
            objects.put("Node", names(client.nodes().list().getItems()));
            objects.put("Pod", names(client.pods().inAnyNamespace().list().getItems()));
            objects.put("Service", names(client.services().inAnyNamespace().list().getItems()));
            objects.put("ConfigMap", names(client.configMaps().inAnyNamespace().list().getItems()));
            objects.put("Secret", names(client.secrets().inAnyNamespace().list().getItems()));
            objects.put("PersistentVolume", names(client.persistentVolumes().list().getItems()));
            objects.put(
                    "PersistentVolumeClaim",
                    names(client.persistentVolumeClaims().inAnyNamespace().list().getItems()));
            objects.put("Deployment", names(client.apps().deployments().inAnyNamespace().list().getItems()));
            objects.put("ReplicaSet", names(client.apps().replicaSets().inAnyNamespace().list().getItems()));
            objects.put("StatefulSet", names(client.apps().statefulSets().inAnyNamespace().list().getItems()));
            objects.put("DaemonSet", names(client.apps().daemonSets().inAnyNamespace().list().getItems()));
            objects.put("Job", names(client.batch().v1().jobs().inAnyNamespace().list().getItems()));
            objects.put("CronJob", names(client.batch().v1().cronjobs().inAnyNamespace().list().getItems()));
            objects.put("Ingress", names(client.network().v1().ingresses().inAnyNamespace().list().getItems()));
        }
        return objects;
    }

    private static Set<String> names(List<? extends HasMetadata> items) {
        Set<String> names = new TreeSet<>();
        for (HasMetadata item : items) {
            String namespace = item.getMetadata().getNamespace();
            names.add((namespace == null ? "" : namespace) + "/" + item.getMetadata().getName());
        }
        return names;
    }

    private static String get(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
