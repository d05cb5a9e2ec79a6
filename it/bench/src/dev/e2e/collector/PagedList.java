package dev.e2e.collector;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What the collector is compared with: fabric8's own {@code list()}, page by page, the same reduction of each typed Pod
 * to the same JSON, the same records through the same producer. It prints a line for each cycle.
 *
 * <p>Arguments: the API server's URL, Kafka's bootstrap servers, the topic, how many cycles.
 */
final class PagedList {
    private static final long PAGE = 500;
    private static final int LARGEST_ITEMS = ChunkWriter.LARGEST_VALUE - 1024;

    private final KubernetesClient client;
    private final KafkaOutput output;
    private final UuidV7 ids = new UuidV7();

    private PagedList(KubernetesClient client, KafkaOutput output) {
        this.client = client;
        this.output = output;
    }

    public static void main(String[] arguments) throws Exception {
        dev.e2e.runtime.Log.quiet("org.apache.kafka");
        KafkaTarget target =
                new KafkaTarget(arguments[1], arguments[2], KafkaTarget.Patience.within(Duration.ofSeconds(60)));
        try (KubernetesClient client = new KubernetesClientBuilder()
                        .withConfig(new ConfigBuilder(io.fabric8.kubernetes.client.Config.empty())
                                .withMasterUrl(arguments[0])
                                .build())
                        .build();
                KafkaOutput output = new KafkaOutput(target)) {
            PagedList list = new PagedList(client, output);
            for (int i = Integer.parseInt(arguments[3]); i > 0; i--) {
                long before = System.nanoTime();
                long pods = list.cycle();
                System.out.printf("CYCLE %d pods in %d ms%n", pods, (System.nanoTime() - before) / 1_000_000);
            }
        }
    }

    private long cycle() throws Exception {
        long before = System.nanoTime();
        String cluster =
                client.namespaces().withName("kube-system").get().getMetadata().getUid();
        String version = client.getKubernetesVersion().getGitVersion();
        RecordHead.Snapshot snapshot =
                new RecordHead.Snapshot(ids.next(Clock.systemUTC().instant()).toString(), cluster);
        try (KafkaOutput.Delivery delivery = output.open()) {
            SnapshotWriter writer = new SnapshotWriter(snapshot, version, delivery, Clock.systemUTC());
            writer.begin(Set.of(Kind.POD));
            KindResult.Sent sent = pods(writer);
            writer.end(
                    List.of(new KindResult(Kind.POD, Optional.of(sent), Optional.empty())),
                    Duration.ofNanos(System.nanoTime() - before));
            delivery.awaitAcknowledged();
            return sent.count();
        }
    }

    private KindResult.Sent pods(SnapshotWriter writer) throws Exception {
        var digest = ChunkWriter.sha256();
        ByteArrayOutputStream items = new ByteArrayOutputStream();
        long count = 0;
        int chunks = 0;
        PodList page = null;
        do {
            ListOptionsBuilder options = new ListOptionsBuilder().withLimit(PAGE);
            if (page != null) {
                options.withContinue(page.getMetadata().getContinue());
            }
            page = client.pods().inAnyNamespace().list(options.build());
            for (Pod pod : page.getItems()) {
                byte[] item = SnapshotWriter.json(json -> {
                    json.writeStartObject();
                    write(pod, new Fields(json));
                    json.writeEndObject();
                });
                if (items.size() > 0 && items.size() + 1 + item.length > LARGEST_ITEMS) {
                    digest.update(writer.chunk(Kind.POD, items.toByteArray()));
                    chunks++;
                    items.reset();
                }
                if (items.size() > 0) {
                    items.write(',');
                }
                items.writeBytes(item);
                count++;
            }
        } while (page.getMetadata().getContinue() != null
                && !page.getMetadata().getContinue().isEmpty());
        if (items.size() > 0) {
            digest.update(writer.chunk(Kind.POD, items.toByteArray()));
            chunks++;
        }
        return new KindResult.Sent(
                count,
                chunks,
                page.getMetadata().getResourceVersion(),
                HexFormat.of().formatHex(digest.digest()));
    }

    private static void write(Pod pod, Fields fields) {
        var metadata = pod.getMetadata();
        fields.text("name", metadata.getName());
        fields.text("namespace", metadata.getNamespace());
        fields.text("uid", metadata.getUid());
        fields.text("created_time", metadata.getCreationTimestamp());
        texts("labels", metadata.getLabels(), fields);
        texts("annotations", metadata.getAnnotations(), fields);
        fields.text("deployment_name", deployment(pod));
        fields.text("phase", pod.getStatus().getPhase());
        fields.text("node_name", pod.getSpec().getNodeName());
        fields.text("pod_ip", pod.getStatus().getPodIP());
        fields.text("host_ip", pod.getStatus().getHostIP());
        List<ContainerStatus> statuses = pod.getStatus().getContainerStatuses();
        fields.number(
                "restart_count",
                statuses.stream().mapToLong(ContainerStatus::getRestartCount).sum());
        fields.number("cpu_request", cores(pod, ResourceRequirements::getRequests));
        fields.number("cpu_limit", cores(pod, ResourceRequirements::getLimits));
        fields.number("memory_request", bytes(pod, "memory", ResourceRequirements::getRequests));
        fields.number("memory_limit", bytes(pod, "memory", ResourceRequirements::getLimits));
        fields.number("storage_request", bytes(pod, "ephemeral-storage", ResourceRequirements::getRequests));
        fields.list(
                "container_statuses",
                statuses,
                (status, item) -> item.text("name", status.getName())
                        .truth("ready", status.getReady())
                        .number("restart_count", status.getRestartCount().longValue())
                        .text("image", status.getImage())
                        .text("state", state(status.getState())));
    }

    private static void texts(String name, Map<String, String> texts, Fields fields) {
        fields.json().writeObjectPropertyStart(name);
        texts.forEach((key, value) -> fields.text(key, value));
        fields.json().writeEndObject();
    }

    private static String deployment(Pod pod) {
        String suffix = "-" + pod.getMetadata().getLabels().get("pod-template-hash");
        return pod.getMetadata().getOwnerReferences().stream()
                .filter(owner -> owner.getKind().equals("ReplicaSet"))
                .map(OwnerReference::getName)
                .filter(name -> name.endsWith(suffix))
                .map(name -> name.substring(0, name.length() - suffix.length()))
                .findFirst()
                .orElse(null);
    }

    private static BigDecimal cores(Pod pod, Function<ResourceRequirements, Map<String, Quantity>> part) {
        BigDecimal sum = sum(pod, "cpu", part, 9);
        BigDecimal stripped = sum == null ? null : sum.stripTrailingZeros();
        return stripped != null && stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static BigDecimal bytes(
            Pod pod, String resource, Function<ResourceRequirements, Map<String, Quantity>> part) {
        return sum(pod, resource, part, 0);
    }

    private static BigDecimal sum(
            Pod pod, String resource, Function<ResourceRequirements, Map<String, Quantity>> part, int scale) {
        return pod.getSpec().getContainers().stream()
                .map(container -> part.apply(container.getResources()))
                .filter(amounts -> amounts != null && amounts.containsKey(resource))
                .map(amounts -> amounts.get(resource).getNumericalAmount().setScale(scale, RoundingMode.CEILING))
                .reduce(BigDecimal::add)
                .orElse(null);
    }

    private static String state(ContainerState state) {
        return state.getRunning() != null
                ? "running"
                : state.getWaiting() != null ? "waiting" : state.getTerminated() != null ? "terminated" : "unknown";
    }
}
