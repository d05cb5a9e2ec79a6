package dev.e2e.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
        client = ClusterClient.open(kubernetes);
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

    private static Set<String> items(String url) throws Exception {
        String body = get(url).body();
        return Set.of(body.substring(0, body.lastIndexOf("\"metadata\": {")).split("(?=\\{\"apiVersion\")"));
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
