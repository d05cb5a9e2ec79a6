package dev.e2e.infra;

import dev.e2e.infra.Inventory.Parent;
import java.util.List;
import java.util.Map;

/** How the workloads of the embedded cluster are reached. */
final class Networking {
    private final Inventory inventory;
    private int services;

    Networking(Inventory inventory) {
        this.inventory = inventory;
    }

    /** What a service is like; {@code LOAD_BALANCER} has an address outside of the cluster. */
    enum Exposure {
        CLUSTER_IP("ClusterIP"),
        HEADLESS("ClusterIP"),
        NODE_PORT("NodePort"),
        LOAD_BALANCER("LoadBalancer");

        private final String type;

        Exposure(String type) {
            this.type = type;
        }
    }

    /** A service of the workload of the same name, with its endpoint slice. */
    void service(String namespace, String name, Exposure exposure, int port, int targetPort) {
        services++;
        Map<String, Object> labels = Workloads.labels(name);
        String address = exposure == Exposure.HEADLESS ? "None" : "10.96.0." + (9 + services);
        Map<String, Object> servicePort =
                Json.object("name", "main", "protocol", "TCP", "port", port, "targetPort", targetPort);
        if (exposure == Exposure.NODE_PORT || exposure == Exposure.LOAD_BALANCER) {
            servicePort.put("nodePort", 30000 + services);
        }
        Map<String, Object> spec = Json.object(
                "type",
                exposure.type,
                "clusterIP",
                address,
                "clusterIPs",
                List.of(address),
                "ports",
                List.of(servicePort),
                "selector",
                Json.object("app.kubernetes.io/name", name),
                "sessionAffinity",
                "None");
        Map<String, Object> status = Json.object("loadBalancer", Json.object());
        if (exposure == Exposure.LOAD_BALANCER) {
            String external = "203.0.113." + (9 + services);
            spec.put("externalIPs", List.of(external));
            status = Json.object("loadBalancer", Json.object("ingress", List.of(Json.object("ip", external))));
        }
        ClusterObject service = inventory.add(
                ResourceType.SERVICE, namespace, name, labels, Json.object("spec", spec, "status", status));
        endpointSlice(service, targetPort);
    }

    private void endpointSlice(ClusterObject service, int port) {
        inventory.add(
                Parent.of(service),
                ResourceType.ENDPOINT_SLICE,
                service.name() + "-" + Inventory.suffix(service.qualifiedName(), 5),
                Json.object("kubernetes.io/service-name", service.name()),
                Json.object(
                        "addressType",
                        "IPv4",
                        "endpoints",
                        addressesOf(service).stream()
                                .map(address -> Json.object(
                                        "addresses", List.of(address), "conditions", Json.object("ready", true)))
                                .toList(),
                        "ports",
                        List.of(Json.object("name", "main", "port", port, "protocol", "TCP"))));
    }

    /** Of the running pods that the service selects, all of which have to be there already. */
    private List<String> addressesOf(ClusterObject service) {
        return inventory.objects().stream()
                .filter(object -> object.type() == ResourceType.POD
                        && object.namespace().equals(service.namespace())
                        && service.name().equals(object.label("app.kubernetes.io/name")))
                .map(pod -> String.valueOf(pod.member("status").get("podIP")))
                .toList();
    }

    /**
     * An ingress with TLS.
     *
     * @param services of the namespace by the path that leads to them; all on port 80
     */
    void ingress(String namespace, String name, String host, Map<String, Object> services) {
        List<Map<String, Object>> paths = services.entrySet().stream()
                .map(service -> Json.object(
                        "path",
                        service.getKey(),
                        "pathType",
                        "Prefix",
                        "backend",
                        Json.object(
                                "service", Json.object("name", service.getValue(), "port", Json.object("number", 80)))))
                .toList();
        inventory.add(
                ResourceType.INGRESS,
                namespace,
                name,
                Workloads.labels(name),
                Json.object(
                        "spec",
                        Json.object(
                                "ingressClassName",
                                "nginx",
                                "tls",
                                List.of(Json.object("hosts", List.of(host), "secretName", name + "-tls")),
                                "rules",
                                List.of(Json.object("host", host, "http", Json.object("paths", paths)))),
                        "status",
                        Json.object(
                                "loadBalancer", Json.object("ingress", List.of(Json.object("ip", "203.0.113.10"))))));
    }

    /** A policy that lets only pods of the same namespace in. */
    void onlyFromTheSameNamespace(String namespace) {
        inventory.add(
                ResourceType.NETWORK_POLICY,
                namespace,
                "same-namespace-only",
                Json.object(),
                Json.object(
                        "spec",
                        Json.object(
                                "podSelector",
                                Json.object(),
                                "policyTypes",
                                List.of("Ingress"),
                                "ingress",
                                List.of(Json.object("from", List.of(Json.object("podSelector", Json.object())))))));
    }
}
