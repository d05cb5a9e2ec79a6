package dev.e2e.infra;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;

/** What tests ask of the embedded cluster. */
final class ClusterClient {
    private ClusterClient() {}

    static List<GenericKubernetesResource> list(KubernetesClient client, ResourceType type) {
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

    static KubernetesClient open(EmbeddedKubernetes kubernetes) {
        Config config = new ConfigBuilder(
                        Config.fromKubeconfig(kubernetes.kubeconfig().toFile()))
                .withRequestTimeout(5000)
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
