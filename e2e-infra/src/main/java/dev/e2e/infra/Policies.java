package dev.e2e.infra;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Configuration of namespaces and limits on what runs in them. */
final class Policies {
    private final Inventory inventory;

    Policies(Inventory inventory) {
        this.inventory = inventory;
    }

    /** A namespace with what Kubernetes puts into each. */
    void namespace(String name) {
        inventory.add(
                ResourceType.NAMESPACE,
                "",
                name,
                Json.object("kubernetes.io/metadata.name", name),
                Json.object(
                        "spec",
                        Json.object("finalizers", List.of("kubernetes")),
                        "status",
                        Json.object("phase", "Active")));
        inventory.add(ResourceType.SERVICE_ACCOUNT, name, "default", Json.object(), Json.object());
        configMap(name, "kube-root-ca.crt", Json.object("ca.crt", "-----BEGIN CERTIFICATE-----\n"));
    }

    void configMap(String namespace, String name, Map<String, Object> data) {
        inventory.add(ResourceType.CONFIG_MAP, namespace, name, Json.object(), Json.object("data", data));
    }

    /** A secret whose values are all {@link ClusterFixture#CONFIDENTIAL}. */
    void secret(String namespace, String name, String type, List<String> keys) {
        String value = Base64.getEncoder().encodeToString(ClusterFixture.CONFIDENTIAL.getBytes(StandardCharsets.UTF_8));
        Map<String, Object> data = Json.object();
        keys.forEach(key -> data.put(key, value));
        inventory.add(ResourceType.SECRET, namespace, name, Json.object(), Json.object("type", type, "data", data));
    }

    void autoscaler(ClusterObject deployment, int minimum, int maximum) {
        Map<String, Object> target = Json.object("type", "Utilization", "averageUtilization", 75);
        inventory.add(
                ResourceType.HORIZONTAL_POD_AUTOSCALER,
                deployment.namespace(),
                deployment.name(),
                Workloads.labels(deployment.name()),
                Json.object(
                        "spec",
                        Json.object(
                                "scaleTargetRef",
                                Json.object("apiVersion", "apps/v1", "kind", "Deployment", "name", deployment.name()),
                                "minReplicas",
                                minimum,
                                "maxReplicas",
                                maximum,
                                "metrics",
                                List.of(Json.object(
                                        "type", "Resource", "resource", Json.object("name", "cpu", "target", target)))),
                        "status",
                        Json.object("currentReplicas", minimum, "desiredReplicas", minimum)));
    }

    void disruptionBudget(ClusterObject workload, int minimumAvailable) {
        inventory.add(
                ResourceType.POD_DISRUPTION_BUDGET,
                workload.namespace(),
                workload.name(),
                Workloads.labels(workload.name()),
                Json.object(
                        "spec",
                        Json.object(
                                "minAvailable",
                                minimumAvailable,
                                "selector",
                                Json.object("matchLabels", Workloads.labels(workload.name()))),
                        "status",
                        Json.object(
                                "currentHealthy",
                                minimumAvailable + 1,
                                "desiredHealthy",
                                minimumAvailable,
                                "disruptionsAllowed",
                                1,
                                "expectedPods",
                                minimumAvailable + 1)));
    }

    void quota(String namespace) {
        Map<String, Object> hard = Json.object("pods", "50", "requests.cpu", "16", "requests.memory", "32Gi");
        Map<String, Object> used = Json.object("pods", "17", "requests.cpu", "3", "requests.memory", "6Gi");
        inventory.add(
                ResourceType.RESOURCE_QUOTA,
                namespace,
                "compute",
                Json.object(),
                Json.object("spec", Json.object("hard", hard), "status", Json.object("hard", hard, "used", used)));
    }

    void limits(String namespace) {
        Map<String, Object> limit = Json.object(
                "type",
                "Container",
                "default",
                Json.object("cpu", "500m", "memory", "256Mi"),
                "defaultRequest",
                Json.object("cpu", "50m", "memory", "64Mi"));
        inventory.add(
                ResourceType.LIMIT_RANGE,
                namespace,
                "containers",
                Json.object(),
                Json.object("spec", Json.object("limits", List.of(limit))));
    }
}
