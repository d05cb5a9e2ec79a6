package dev.e2e.infra;

import dev.e2e.infra.Inventory.Parent;
import java.util.List;
import java.util.Map;

/** What runs pods, with the pods that it runs. */
final class Workloads {
    private final Inventory inventory;
    private final Pods pods;

    Workloads(Inventory inventory) {
        this.inventory = inventory;
        this.pods = new Pods(inventory);
    }

    Pods pods() {
        return pods;
    }

    /** A deployment with its current replica set and pods, and an older replica set without any. */
    ClusterObject deployment(String namespace, String name, int replicas, List<Container> containers) {
        Map<String, Object> labels = labels(name);
        Pods.Template template = new Pods.Template(labels, containers, List.of());
        Map<String, Object> conditions = Json.object(
                "conditions",
                List.of(
                        condition("Available", "MinimumReplicasAvailable"),
                        condition("Progressing", "NewReplicaSetAvailable")));
        ClusterObject deployment = inventory.addWith(
                ResourceType.DEPLOYMENT,
                namespace,
                name,
                Json.object(
                        "labels",
                        labels,
                        "annotations",
                        Json.object(
                                "deployment.kubernetes.io/revision",
                                "2",
                                "kubectl.kubernetes.io/last-applied-configuration",
                                "{\"spec\":\"" + ClusterFixture.CONFIDENTIAL + "\"}"),
                        "managedFields",
                        List.of(Json.object(
                                "manager",
                                "kubectl",
                                "operation",
                                "Apply",
                                "fieldsV1",
                                Json.object("f:spec", Map.of())))),
                Json.object(
                        "spec",
                        Json.merged(
                                selecting(replicas, labels, template),
                                Json.object("strategy", Json.object("type", "RollingUpdate"))),
                        "status",
                        Json.merged(counts(replicas), conditions)));
        replicaSet(deployment, "old", 0, template);
        ClusterObject current = replicaSet(deployment, "current", replicas, template);
        for (int i = 0; i < replicas; i++) {
            pods.running(Parent.of(current), current.name() + "-" + Inventory.suffix(current.name() + i, 5), template);
        }
        return deployment;
    }

    /** A stateful set whose pods have a claim and a volume each. */
    ClusterObject statefulSet(String namespace, String name, int replicas, List<Container> containers, String storage) {
        Map<String, Object> labels = labels(name);
        Pods.Template template = new Pods.Template(labels, containers, List.of());
        ClusterObject set = inventory.add(
                ResourceType.STATEFUL_SET,
                namespace,
                name,
                labels,
                Json.object(
                        "spec",
                        Json.merged(selecting(replicas, labels, template), Json.object("serviceName", name)),
                        "status",
                        Json.merged(counts(replicas), Json.object("currentReplicas", replicas))));
        for (int i = 0; i < replicas; i++) {
            String pod = name + "-" + i;
            String claim = "data-" + pod;
            Storage.claimed(inventory, namespace, claim, labels, storage);
            pods.running(Parent.of(set), pod, new Pods.Template(labels, containers, List.of(claim)));
        }
        return set;
    }

    /** A daemon set with a pod on each node. */
    ClusterObject daemonSet(String namespace, String name, List<Container> containers) {
        Map<String, Object> labels = labels(name);
        Pods.Template template = new Pods.Template(labels, containers, List.of());
        int nodes = Pods.NODES.size();
        ClusterObject set = inventory.add(
                ResourceType.DAEMON_SET,
                namespace,
                name,
                labels,
                Json.object(
                        "spec",
                        Json.object("selector", Json.object("matchLabels", labels), "template", template.json()),
                        "status",
                        Json.object(
                                "desiredNumberScheduled",
                                nodes,
                                "currentNumberScheduled",
                                nodes,
                                "updatedNumberScheduled",
                                nodes,
                                "numberReady",
                                nodes,
                                "numberAvailable",
                                nodes,
                                "numberMisscheduled",
                                0)));
        for (String node : Pods.NODES) {
            pods.running(Parent.of(set), name + "-" + Inventory.suffix(name + node, 5), template, node);
        }
        return set;
    }

    /** A cron job whose last run ended well. */
    ClusterObject cronJob(String namespace, String name, String schedule, List<Container> containers) {
        Pods.Template template = new Pods.Template(labels(name), containers, List.of());
        String run = Inventory.CLUSTER_START.toString();
        ClusterObject cronJob = inventory.add(
                ResourceType.CRON_JOB,
                namespace,
                name,
                labels(name),
                Json.object(
                        "spec",
                        Json.object(
                                "schedule",
                                schedule,
                                "suspend",
                                false,
                                "concurrencyPolicy",
                                "Forbid",
                                "jobTemplate",
                                Json.object("spec", Json.object("template", template.json()))),
                        "status",
                        Json.object("lastScheduleTime", run, "lastSuccessfulTime", run)));
        job(Parent.of(cronJob), name + "-29460120", containers);
        return cronJob;
    }

    /** A job that ended well, with its pod. */
    ClusterObject job(Parent parent, String name, List<Container> containers) {
        Pods.Template template = new Pods.Template(labels(name), containers, List.of());
        String created = inventory.createdAt().toString();
        ClusterObject job = inventory.add(
                parent,
                ResourceType.JOB,
                name,
                labels(name),
                Json.object(
                        "spec",
                        Json.object("parallelism", 1, "completions", 1, "template", template.json()),
                        "status",
                        Json.object(
                                "startTime",
                                created,
                                "completionTime",
                                inventory.createdAt().plusSeconds(60).toString(),
                                "succeeded",
                                1,
                                "conditions",
                                List.of(condition("Complete", "CompletionsReached")))));
        pods.succeeded(Parent.of(job), name + "-" + Inventory.suffix(name, 5), template);
        return job;
    }

    static Map<String, Object> labels(String name) {
        return Json.object("app.kubernetes.io/name", name, "app.kubernetes.io/managed-by", "kubectl");
    }

    private ClusterObject replicaSet(ClusterObject deployment, String revision, int replicas, Pods.Template template) {
        String hash = Inventory.suffix(deployment.qualifiedName() + revision, 10);
        return inventory.add(
                Parent.of(deployment),
                ResourceType.REPLICA_SET,
                deployment.name() + "-" + hash,
                Json.merged(template.labels(), Json.object("pod-template-hash", hash)),
                Json.object("spec", selecting(replicas, template.labels(), template), "status", counts(replicas)));
    }

    private static Map<String, Object> selecting(int replicas, Map<String, Object> labels, Pods.Template template) {
        return Json.object(
                "replicas", replicas, "selector", Json.object("matchLabels", labels), "template", template.json());
    }

    private static Map<String, Object> counts(int replicas) {
        return Json.object(
                "observedGeneration",
                1,
                "replicas",
                replicas,
                "readyReplicas",
                replicas,
                "updatedReplicas",
                replicas,
                "availableReplicas",
                replicas);
    }

    private Map<String, Object> condition(String type, String reason) {
        return Json.object(
                "type",
                type,
                "status",
                "True",
                "reason",
                reason,
                "lastTransitionTime",
                inventory.createdAt().toString());
    }
}
