package dev.e2e.infra;

import java.util.List;
import java.util.Map;

/** The machines of the embedded cluster. */
final class Nodes {
    private Nodes() {}

    static ClusterObject add(Inventory inventory, String name) {
        Map<String, Object> labels =
                Json.object("kubernetes.io/hostname", name, "kubernetes.io/os", "linux", "kubernetes.io/arch", "amd64");
        if (name.equals(Pods.NODES.get(0))) {
            labels.put("node-role.kubernetes.io/control-plane", "");
        }
        return inventory.add(
                ResourceType.NODE,
                "",
                name,
                labels,
                Json.object(
                        "spec",
                        Json.object("podCIDR", "10.244.%d.0/24".formatted(Pods.NODES.indexOf(name))),
                        "status",
                        status(inventory, name)));
    }

    private static Map<String, Object> status(Inventory inventory, String name) {
        return Json.object(
                "capacity",
                resources("8", "32780232Ki", "203056560Ki"),
                "allocatable",
                resources("7910m", "31756232Ki", "187136925716"),
                "conditions",
                List.of(
                        condition(inventory, "MemoryPressure", "False", "KubeletHasSufficientMemory"),
                        condition(inventory, "DiskPressure", "False", "KubeletHasNoDiskPressure"),
                        condition(inventory, "Ready", "True", "KubeletReady")),
                "addresses",
                List.of(
                        Json.object("type", "InternalIP", "address", Pods.nodeAddress(name)),
                        Json.object("type", "Hostname", "address", name)),
                "nodeInfo",
                Json.object(
                        "osImage",
                        "Debian GNU/Linux 12 (bookworm)",
                        "kernelVersion",
                        "6.1.0-40-amd64",
                        "containerRuntimeVersion",
                        "containerd://2.1.4",
                        "kubeletVersion",
                        ClusterFixture.KUBERNETES_VERSION,
                        "architecture",
                        "amd64",
                        "operatingSystem",
                        "linux"));
    }

    private static Map<String, Object> resources(String cpu, String memory, String storage) {
        return Json.object("cpu", cpu, "memory", memory, "ephemeral-storage", storage, "pods", "110");
    }

    private static Map<String, Object> condition(Inventory inventory, String type, String status, String reason) {
        return Json.object(
                "type",
                type,
                "status",
                status,
                "reason",
                reason,
                "lastTransitionTime",
                inventory.createdAt().toString());
    }
}
