package dev.e2e.infra;

import dev.e2e.infra.Inventory.Parent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** The pods of the embedded cluster: each has a node, an address and a status. */
final class Pods {
    static final List<String> NODES = List.of("node-1", "node-2", "node-3");

    private final Inventory inventory;
    private int made;

    Pods(Inventory inventory) {
        this.inventory = inventory;
    }

    /**
     * What a pod is made from.
     *
     * @param labels of the pod
     * @param volumeClaims names of the claims that it mounts
     */
    record Template(Map<String, Object> labels, List<Container> containers, List<String> volumeClaims) {
        Map<String, Object> json() {
            return Json.object("metadata", Json.object("labels", labels), "spec", spec("default"));
        }

        Map<String, Object> spec(String serviceAccount) {
            return Json.object(
                    "containers",
                    containers.stream().map(Container::spec).toList(),
                    "volumes",
                    volumeClaims.stream()
                            .map(claim -> Json.object(
                                    "name", "data", "persistentVolumeClaim", Json.object("claimName", claim)))
                            .toList(),
                    "restartPolicy",
                    "Always",
                    "serviceAccountName",
                    serviceAccount,
                    "terminationGracePeriodSeconds",
                    30);
        }
    }

    static String nodeAddress(String node) {
        return "10.0.0." + (10 + NODES.indexOf(node));
    }

    /** A pod that runs, on the next node in turn. */
    ClusterObject running(Parent parent, String name, Template template) {
        return running(parent, name, template, NODES.get(made % NODES.size()));
    }

    /** A pod that runs on this node. */
    ClusterObject running(Parent parent, String name, Template template, String node) {
        Instant started = inventory.createdAt().plus(2, ChronoUnit.SECONDS);
        Map<String, Object> state = Json.object("running", Json.object("startedAt", started.toString()));
        return add(parent, name, template, new Condition("Running", "True", state), node);
    }

    /** A pod that ended well, on the next node in turn. */
    ClusterObject succeeded(Parent parent, String name, Template template) {
        Instant started = inventory.createdAt().plus(2, ChronoUnit.SECONDS);
        Map<String, Object> state = Json.object(
                "terminated",
                Json.object(
                        "exitCode",
                        0,
                        "reason",
                        "Completed",
                        "startedAt",
                        started.toString(),
                        "finishedAt",
                        started.plus(40, ChronoUnit.SECONDS).toString()));
        return add(parent, name, template, new Condition("Succeeded", "False", state), NODES.get(made % NODES.size()));
    }

    private record Condition(String phase, String ready, Map<String, Object> containerState) {}

    private ClusterObject add(Parent parent, String name, Template template, Condition condition, String node) {
        made++;
        String address = "10.244.%d.%d".formatted(NODES.indexOf(node), 1 + made);
        Instant created = inventory.createdAt();
        boolean ready = condition.ready().equals("True");
        int restarts = made % 7 == 0 ? 1 : 0;
        Map<String, Object> status = Json.object(
                "phase",
                condition.phase(),
                "conditions",
                List.of(
                        condition("PodScheduled", "True", created),
                        condition("Initialized", "True", created),
                        condition("ContainersReady", condition.ready(), created),
                        condition("Ready", condition.ready(), created)),
                "hostIP",
                nodeAddress(node),
                "hostIPs",
                List.of(Json.object("ip", nodeAddress(node))),
                "podIP",
                address,
                "podIPs",
                List.of(Json.object("ip", address)),
                "startTime",
                created.toString(),
                "qosClass",
                "Burstable",
                "containerStatuses",
                template.containers().stream()
                        .map(container -> container.status(name, condition.containerState(), ready, restarts))
                        .toList());
        Map<String, Object> spec = Json.merged(
                template.spec("default"), Json.object("nodeName", node, "schedulerName", "default-scheduler"));
        return inventory.add(
                parent, ResourceType.POD, name, template.labels(), Json.object("spec", spec, "status", status));
    }

    private static Map<String, Object> condition(String type, String status, Instant since) {
        return Json.object("type", type, "status", status, "lastTransitionTime", since.toString());
    }
}
