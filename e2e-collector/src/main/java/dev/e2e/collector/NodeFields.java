package dev.e2e.collector;

/** What leaves the cluster of a Node. */
final class NodeFields {
    static final Reduction NODE = new Reduction(
            Projection.of(
                    "status.conditions.type",
                    "status.conditions.status",
                    "status.capacity",
                    "status.allocatable",
                    "status.nodeInfo"),
            NodeFields::write);

    private NodeFields() {}

    private static void write(JsonValue node, Fields fields, Owners owners) {
        JsonValue status = node.at("status");
        fields.truth("ready", status.at("conditions").elements().stream().anyMatch(NodeFields::saysReady));
        for (String part : new String[] {"capacity", "allocatable"}) {
            JsonValue amounts = status.at(part);
            fields.number("cpu_" + part, Amounts.cores(amounts.at("cpu")));
            fields.number("memory_" + part, Amounts.bytes(amounts.at("memory")));
            fields.number("storage_" + part, Amounts.bytes(amounts.at("ephemeral-storage")));
        }
        JsonValue info = status.at("nodeInfo");
        fields.text("os_image", info.at("osImage").text());
        fields.text("kernel_version", info.at("kernelVersion").text());
        fields.text("kubelet_version", info.at("kubeletVersion").text());
    }

    private static boolean saysReady(JsonValue condition) {
        return condition.at("type").text("").equals("Ready")
                && condition.at("status").text("").equals("True");
    }
}
