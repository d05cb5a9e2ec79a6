package dev.e2e.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class EmbeddedKubernetesTest {
    @TempDir
    static Path directory;

    private static EmbeddedKubernetes kubernetes;
    private static KubernetesClient client;

    @BeforeAll
    static void start() throws Exception {
        kubernetes = EmbeddedKubernetes.start(directory);
        client = client(kubernetes);
    }

    @AfterAll
    static void stop() {
        client.close();
        kubernetes.close();
    }

    @Test
    void theKubeconfigIsTheOwnersAlone() throws Exception {
        assertThat(kubernetes.kubeconfig()).isAbsolute().isRegularFile();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kubernetes.kubeconfig())))
                .isEqualTo("rw-------");
        assertThat(directory).isDirectoryNotContaining(file -> !file.equals(kubernetes.kubeconfig()));
        Config config = Config.fromKubeconfig(kubernetes.kubeconfig().toFile());
        assertThat(config.getCurrentContext().getName()).isEqualTo("e2e-embedded");
        assertThat(config.getMasterUrl()).startsWith(kubernetes.url());
    }

    @Test
    void saysItsVersion() {
        assertThat(client.getKubernetesVersion().getGitVersion()).isEqualTo(ClusterFixture.KUBERNETES_VERSION);
        assertThat(client.getKubernetesVersion().getMinor()).isEqualTo("34");
    }

    @ParameterizedTest
    @EnumSource(ResourceType.class)
    void listsEveryTypeAsTheFixtureSays(ResourceType type) {
        SortedSet<String> names = list(type).stream()
                .map(object -> type.isNamespaced()
                        ? object.getMetadata().getNamespace() + "/"
                                + object.getMetadata().getName()
                        : object.getMetadata().getName())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(names).isNotEmpty().isEqualTo(ClusterFixture.namesByKind().get(type.kind()));
    }

    @ParameterizedTest
    @EnumSource(ResourceType.class)
    void everyObjectHasWhatAnApiServerGivesIt(ResourceType type) {
        assertThat(list(type)).allSatisfy(object -> {
            assertThat(object.getApiVersion()).isEqualTo(type.apiVersion());
            assertThat(object.getKind()).isEqualTo(type.kind());
            assertThat(object.getMetadata().getUid()).hasSize(36);
            assertThat(object.getMetadata().getCreationTimestamp()).startsWith("2026-01-05T");
            assertThat(object.getMetadata().getResourceVersion()).matches("[0-9]+");
        });
    }

    @Test
    void identifiesTheClusterByItsSystemNamespace() {
        assertThat(client.namespaces()
                        .withName("kube-system")
                        .get()
                        .getMetadata()
                        .getUid())
                .isEqualTo(ClusterFixture.clusterId());
    }

    @Test
    void hasAboutFortyPodsOnThreeNodesWithAddressesAndStatuses() {
        List<Pod> pods = client.pods().inAnyNamespace().list().getItems();

        assertThat(pods).hasSizeBetween(38, 44);
        assertThat(pods).extracting(pod -> pod.getSpec().getNodeName()).containsOnly("node-1", "node-2", "node-3");
        assertThat(pods).extracting(pod -> pod.getStatus().getPodIP()).doesNotHaveDuplicates();
        assertThat(pods)
                .filteredOn(pod -> pod.getStatus().getPhase().equals("Running"))
                .hasSize(pods.size() - 2);
        assertThat(pods).allSatisfy(pod -> {
            assertThat(pod.getStatus().getContainerStatuses())
                    .hasSameSizeAs(pod.getSpec().getContainers());
            assertThat(pod.getStatus().getHostIP()).startsWith("10.0.0.");
        });
        assertThat(pods)
                .anySatisfy(pod -> assertThat(pod.getSpec().getContainers())
                        .hasSizeGreaterThan(1)
                        .allSatisfy(container ->
                                assertThat(container.getResources().getLimits()).containsKeys("cpu", "memory")));
    }

    @Test
    void everyOwnerExistsAndLeadsFromPodsToWorkloads() {
        Map<String, HasMetadata> byUid = Set.of(ResourceType.values()).stream()
                .flatMap(type -> list(type).stream())
                .collect(Collectors.toMap(object -> object.getMetadata().getUid(), Function.identity()));
        for (HasMetadata object : byUid.values()) {
            for (OwnerReference reference : object.getMetadata().getOwnerReferences()) {
                assertThat(byUid.get(reference.getUid()))
                        .as(reference.toString())
                        .satisfies(owner -> {
                            assertThat(owner.getKind()).isEqualTo(reference.getKind());
                            assertThat(owner.getApiVersion()).isEqualTo(reference.getApiVersion());
                            assertThat(owner.getMetadata().getName()).isEqualTo(reference.getName());
                        });
            }
        }
        Set<String> roots = client.pods().inNamespace("shop").list().getItems().stream()
                .map(pod -> root(pod, byUid))
                .collect(Collectors.toSet());

        assertThat(roots)
                .containsExactlyInAnyOrder(
                        "Deployment/storefront",
                        "Deployment/checkout",
                        "Deployment/catalog",
                        "Deployment/payments",
                        "Deployment/recommendations",
                        "StatefulSet/orders-db",
                        "CronJob/nightly-report",
                        "Job/schema-migration");
    }

    @Test
    void holdsTextsThatMustNotLeaveWhereverACollectorCouldPickThemUp() {
        assertThat(client.configMaps()
                        .inNamespace("shop")
                        .withName("checkout")
                        .get()
                        .getData())
                .containsEntry("mode", ClusterFixture.CONFIDENTIAL);
        assertThat(client.secrets()
                        .inNamespace("shop")
                        .withName("payments")
                        .get()
                        .getData())
                .containsOnlyKeys("api-key", "webhook-secret");
        assertThat(list(ResourceType.DEPLOYMENT))
                .extracting(HasMetadata::getMetadata)
                .filteredOn(metadata -> metadata.getName().equals("checkout"))
                .singleElement()
                .satisfies(metadata -> {
                    assertThat(metadata.getManagedFields()).isNotEmpty();
                    assertThat(metadata.getAnnotations())
                            .containsKey("kubectl.kubernetes.io/last-applied-configuration");
                });
    }

    @Test
    void selectsByNamespaceAndLabelAndAnswersForOneObject() {
        assertThat(client.services().inNamespace("monitoring").list().getItems())
                .extracting(service -> service.getMetadata().getName())
                .containsExactlyInAnyOrder("grafana", "prometheus");
        assertThat(client.pods()
                        .inAnyNamespace()
                        .withLabel("app.kubernetes.io/name", "orders-db")
                        .list()
                        .getItems())
                .hasSize(3);
        assertThat(client.pods().inNamespace("shop").withName("orders-db-0").get())
                .isNotNull();
        assertThat(client.pods().inNamespace("shop").withName("nobody").get()).isNull();
    }

    @Test
    void isTheSameAtEachStart(@TempDir Path other) throws Exception {
        try (EmbeddedKubernetes second = EmbeddedKubernetes.start(other)) {
            for (ResourceType type : ResourceType.values()) {
                if (type != ResourceType.NAMESPACE) { // another test makes one
                    String path = type.root() + "/" + type.plural();
                    assertThat(items(second.url() + path)).isEqualTo(items(kubernetes.url() + path));
                }
            }
        }
        assertThat(other).isEmptyDirectory();
    }

    @Test
    void changesAsAClientAsks() {
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("fresh")
                        .endMetadata()
                        .build())
                .create();
        assertThat(client.namespaces().withName("fresh").get()).isNotNull();
        client.namespaces().withName("fresh").delete();
        assertThat(client.namespaces().withName("fresh").get()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/apis", "/api/v1", "/apis/apps/v1"})
    void tellsWhatItServes(String path) throws Exception {
        HttpResponse<String> response = get(kubernetes.url() + path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body()).contains(path.equals("/apis") ? "apps/v1" : "v1");
    }

    @Test
    void clientsFindTypesByDiscovery() {
        assertThat(client.hasApiGroup("apps", true)).isTrue();
        assertThat(client.hasApiGroup("route.openshift.io", true)).isFalse();
        assertThat(client.genericKubernetesResources("policy/v1", "PodDisruptionBudget")
                        .inNamespace("shop")
                        .list()
                        .getItems())
                .hasSize(2);
    }

    private static String root(HasMetadata object, Map<String, HasMetadata> byUid) {
        List<OwnerReference> owners = object.getMetadata().getOwnerReferences();
        return owners.isEmpty()
                ? object.getKind() + "/" + object.getMetadata().getName()
                : root(byUid.get(owners.get(0).getUid()), byUid);
    }

    private static List<GenericKubernetesResource> list(ResourceType type) {
        String group = type.apiVersion().contains("/") ? type.apiVersion().replaceFirst("/.*", "") : "";
        return client.genericKubernetesResources(new ResourceDefinitionContext.Builder()
                        .withGroup(group)
                        .withVersion(type.apiVersion().replaceFirst(".*/", ""))
                        .withKind(type.kind())
                        .withPlural(type.plural())
                        .withNamespaced(type.isNamespaced())
                        .build())
                .inAnyNamespace()
                .list()
                .getItems();
    }

    private static Set<String> items(String url) throws Exception {
        String body = get(url).body();
        return Set.of(body.substring(0, body.lastIndexOf("\"metadata\": {")).split("(?=\\{\"apiVersion\")"));
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static KubernetesClient client(EmbeddedKubernetes kubernetes) {
        Config config = new ConfigBuilder(
                        Config.fromKubeconfig(kubernetes.kubeconfig().toFile()))
                .withRequestTimeout(5000)
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
