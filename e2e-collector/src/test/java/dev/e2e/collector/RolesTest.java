package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesList;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolesTest {
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    @TempDir
    private Path directory;

    @Test
    void everyKindMayBeListedAndNothingElse() {
        List<HasMetadata> manifest = manifest(Kind.all(), "");

        assertThat(manifest).extracting(each -> each.getClass().getSimpleName()).containsExactly("ClusterRole");
        HasMetadata role = manifest.get(0);
        assertThat(role.getMetadata().getName()).isEqualTo("e2e-collector");
        List<String> rights = rights(role);
        assertThat(rights)
                .doesNotHaveDuplicates()
                .contains("list /namespaces", "list apps/deployments", "list networking.k8s.io/ingresses")
                .contains("get /namespaces/kube-system");
        assertThat(rights.stream().filter(right -> right.startsWith("list "))).hasSameSizeAs(Kind.parse(Kind.all()));
        assertThat(rights.stream().filter(right -> !right.startsWith("list "))).hasSize(1);
    }

    @Test
    void whereChangesAreWantedEachKindMayBeWatchedToo() {
        Selection pods = new Selection(Kind.parse("Pod"), Set.of());

        assertThat(rights(parse(new Roles(pods, true).manifest()).get(0)))
                .containsExactlyInAnyOrder("list,watch /pods", "get /namespaces/kube-system");
    }

    @Test
    void onlyTheSelectedKindsMay() {
        HasMetadata role = manifest("Pod,example.com/v1/widgets,events.k8s.io/v1/events", "")
                .get(0);

        assertThat(rights(role))
                .containsExactlyInAnyOrder(
                        "get /namespaces/kube-system",
                        "list /pods",
                        "list example.com/widgets",
                        "list events.k8s.io/events");
    }

    @Test
    void namedNamespacesHaveARoleEachAndOnlyWhatIsClusterWideIsInTheClusterRole() {
        List<HasMetadata> manifest = manifest("Namespace,Node,Pod,Deployment", "shop,123");

        assertThat(manifest).extracting(HasMetadata::getKind).containsExactly("ClusterRole", "Role", "Role");
        assertThat(rights(manifest.get(0)))
                .containsExactlyInAnyOrder(
                        "get /namespaces/kube-system", "list /namespaces/shop", "list /namespaces/123", "list /nodes");
        for (HasMetadata each : manifest.subList(1, 3)) {
            assertThat(rights(each)).containsExactlyInAnyOrder("list /pods", "list apps/deployments");
        }
        assertThat(manifest.subList(1, 3))
                .extracting(role -> role.getMetadata().getNamespace())
                .containsExactly("shop", "123");
    }

    @Test
    void kindsThatAreAllClusterWideNeedNoRole() {
        assertThat(manifest("Node", "shop")).extracting(HasMetadata::getKind).containsExactly("ClusterRole");
    }

    @Test
    void theOptionPrintsItWithoutAClusterOrABroker() throws IOException, InterruptedException {
        Map<String, String> environment = Map.of("KINDS", "Node", "KAFKA_BROKERS", "127.0.0.1:1");
        try (CollectorProcess collector = CollectorProcess.start(directory, environment, "--print-rbac")) {
            assertThat(collector.exitCode()).as(collector.log()).isZero();

            assertThat(parse(collector.out())).hasSize(1);
            assertThat(collector.err()).isEmpty();
        }
    }

    private static List<HasMetadata> manifest(String kinds, String namespaces) {
        return parse(
                new Roles(new Selection(Kind.parse(kinds), Selection.parseNamespaces(namespaces)), false).manifest());
    }

    /** By the model that fabric8 generates from Kubernetes' own. */
    private static List<HasMetadata> parse(String manifest) {
        Object parsed = SERIALIZATION.unmarshal(manifest);
        Collection<?> several = parsed instanceof KubernetesList list
                ? list.getItems()
                : parsed instanceof Collection<?> collection ? collection : List.of(parsed);
        return several.stream().map(HasMetadata.class::cast).toList();
    }

    /** Each right as verb, group, resource and, where it is for some objects only, their name. */
    private static List<String> rights(HasMetadata role) {
        String json = SERIALIZATION.asJson(role);
        List<String> rights = new ArrayList<>();
        for (JsonValue rule : JsonValue.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)))
                .at("rules")
                .elements()) {
            for (String resource : rule.at("resources").texts()) {
                String right = "%s %s/%s"
                        .formatted(
                                String.join(",", rule.at("verbs").texts()),
                                String.join(",", rule.at("apiGroups").texts()),
                                resource);
                List<String> names = rule.at("resourceNames").texts();
                if (names.isEmpty()) {
                    rights.add(right);
                }
                names.forEach(name -> rights.add(right + "/" + name));
            }
        }
        return rights;
    }
}
