package dev.e2e.collector;

import java.util.List;

/** What leaves the cluster of Services, EndpointSlices, Ingresses and NetworkPolicies. */
final class NetworkFields {
    static final Reduction SERVICE = new Reduction(
            Projection.of("spec.type", "spec.clusterIP", "spec.externalIPs", "spec.ports", "spec.selector"),
            NetworkFields::service);
    static final Reduction INGRESS = new Reduction(
            Projection.of(
                    "spec.rules.host",
                    "spec.rules.http.paths.path",
                    "spec.rules.http.paths.pathType",
                    "spec.rules.http.paths.backend.service",
                    "spec.tls"),
            NetworkFields::ingress);
    static final Reduction ENDPOINT_SLICE = new Reduction(
            Projection.of(
                    "addressType",
                    "ports",
                    "endpoints.addresses",
                    "endpoints.conditions.ready",
                    "endpoints.nodeName",
                    "endpoints.targetRef.kind",
                    "endpoints.targetRef.name"),
            NetworkFields::endpointSlice);
    static final Reduction NETWORK_POLICY = new Reduction(
            Projection.of(
                    "spec.podSelector.matchLabels", "spec.policyTypes", "spec.ingress.ports", "spec.egress.ports"),
            NetworkFields::networkPolicy);

    private NetworkFields() {}

    private static void service(JsonValue service, Fields fields, Owners owners) {
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

    private static void ingress(JsonValue ingress, Fields fields, Owners owners) {
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

    private static void endpointSlice(JsonValue slice, Fields fields, Owners owners) {
        fields.text(
                "service_name",
                slice.at("metadata", "labels", "kubernetes.io/service-name").text());
        fields.text("address_type", slice.at("addressType").text());
        fields.list(
                "ports",
                slice.at("ports").elements(),
                (port, item) -> item.text("name", port.at("name").text())
                        .text("protocol", port.at("protocol").text("TCP"))
                        .number("port", port.at("port").integer()));
        fields.list("endpoints", slice.at("endpoints").elements(), (endpoint, item) -> {
            JsonValue target = endpoint.at("targetRef");
            // Kubernetes' own rule: what is unknown is to be taken for ready.
            item.texts("addresses", endpoint.at("addresses").texts())
                    .truth("ready", endpoint.at("conditions", "ready").isTrue(true))
                    .text("node_name", endpoint.at("nodeName").text())
                    .text("target_kind", target.at("kind").text())
                    .text("target_name", target.at("name").text());
        });
    }

    private static void networkPolicy(JsonValue policy, Fields fields, Owners owners) {
        JsonValue spec = policy.at("spec");
        fields.map("pod_selector", spec.at("podSelector", "matchLabels"));
        fields.texts("policy_types", spec.at("policyTypes").texts());
        fields.number("ingress_rules", spec.at("ingress").elements().size());
        fields.number("egress_rules", spec.at("egress").elements().size());
    }
}
