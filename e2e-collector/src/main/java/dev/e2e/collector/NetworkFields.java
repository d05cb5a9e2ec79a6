package dev.e2e.collector;

import java.util.List;

/** What leaves the cluster of Services and Ingresses. */
final class NetworkFields {
    private NetworkFields() {}

    static void service(JsonValue service, Fields fields, Owners owners) {
        JsonValue spec = service.at("spec");
        fields.text("type", spec.at("type").text("ClusterIP"));
        fields.text("cluster_ip", spec.at("clusterIP").text());
        fields.texts("external_ips", spec.at("externalIPs").texts());
        fields.list(
                "ports",
                spec.at("ports").elements(),
                (port, item) -> item.text("name", port.at("name").text())
                        .text("protocol", port.at("protocol").text("TCP"))
                        .number("port", port.at("port").integer(0))
                        .text("target_port", port.at("targetPort").text())
                        .number("node_port", port.at("nodePort").integer()));
        fields.map("selector", spec.at("selector"));
    }

    static void ingress(JsonValue ingress, Fields fields, Owners owners) {
        List<JsonValue> rules = ingress.at("spec", "rules").elements();
        List<String> hosts = rules.stream()
                .map(rule -> rule.at("host").text(""))
                .filter(host -> !host.isEmpty())
                .distinct()
                .toList();
        List<JsonValue> paths = rules.stream()
                .flatMap(rule -> rule.at("http", "paths").elements().stream())
                .toList();
        fields.texts("hosts", hosts);
        fields.list("paths", paths, (path, item) -> {
            JsonValue service = path.at("backend", "service");
            JsonValue number = service.at("port", "number");
            item.text("path", path.at("path").text())
                    .text("path_type", path.at("pathType").text())
                    .text("service_name", service.at("name").text())
                    .text("service_port", (number.isMissing() ? service.at("port", "name") : number).text());
        });
        fields.list(
                "tls",
                ingress.at("spec", "tls").elements(),
                (tls, item) -> item.texts("hosts", tls.at("hosts").texts())
                        .text("secret_name", tls.at("secretName").text()));
    }
}
