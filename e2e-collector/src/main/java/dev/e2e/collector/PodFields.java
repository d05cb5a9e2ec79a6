package dev.e2e.collector;

import java.util.List;
import java.util.stream.Stream;

/** What leaves the cluster of a Pod; nothing of the environment of its containers does. */
final class PodFields {
    static final Reduction POD = new Reduction(
            Projection.of(
                    "spec.nodeName",
                    "spec.containers.resources.requests",
                    "spec.containers.resources.limits",
                    "status.phase",
                    "status.podIP",
                    "status.hostIP",
                    "status.containerStatuses.name",
                    "status.containerStatuses.ready",
                    "status.containerStatuses.restartCount",
                    "status.containerStatuses.image",
                    "status.containerStatuses.state.running.startedAt",
                    "status.containerStatuses.state.waiting.reason",
                    "status.containerStatuses.state.terminated.reason"),
            PodFields::write);

    private PodFields() {}

    private static void write(JsonValue pod, Fields fields, Owners owners) {
        JsonValue status = pod.at("status");
        List<JsonValue> containers = pod.at("spec", "containers").elements();
        List<JsonValue> statuses = status.at("containerStatuses").elements();
        fields.text("deployment_name", owners.deploymentOf(pod));
        fields.text("phase", status.at("phase").text("Unknown"));
        fields.text("node_name", pod.at("spec", "nodeName").text());
        fields.text("pod_ip", status.at("podIP").text());
        fields.text("host_ip", status.at("hostIP").text());
        fields.number(
                "restart_count",
                statuses.stream()
                        .mapToLong(container -> container.at("restartCount").integer(0))
                        .sum());
        fields.number("cpu_request", Amounts.sumOfCores(containers, "resources", "requests", "cpu"));
        fields.number("cpu_limit", Amounts.sumOfCores(containers, "resources", "limits", "cpu"));
        fields.number("memory_request", Amounts.sumOfBytes(containers, "resources", "requests", "memory"));
        fields.number("memory_limit", Amounts.sumOfBytes(containers, "resources", "limits", "memory"));
        fields.number("storage_request", Amounts.sumOfBytes(containers, "resources", "requests", "ephemeral-storage"));
        fields.list(
                "container_statuses",
                statuses,
                (container, item) -> item.text("name", container.at("name").text(""))
                        .truth("ready", container.at("ready").isTrue())
                        .number("restart_count", container.at("restartCount").integer(0))
                        .text("image", container.at("image").text(""))
                        .text("state", state(container.at("state"))));
    }

    private static String state(JsonValue state) {
        return Stream.of("running", "waiting", "terminated")
                .filter(name -> !state.at(name).isMissing())
                .findFirst()
                .orElse("unknown");
    }
}
