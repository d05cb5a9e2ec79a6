package dev.e2e.infra;

import dev.e2e.infra.Container.Resources;
import dev.e2e.infra.Inventory.Parent;
import dev.e2e.infra.Networking.Exposure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is in the embedded cluster, for tests to compare with: three nodes on which a shop and its monitoring run, the
 * same at each start.
 */
public final class ClusterFixture {
    /** The version that the embedded API server says it has. */
    public static final String KUBERNETES_VERSION = "v1.34.1";

    /** Stands where nothing may be read: values of secrets and config maps, of environments, last applied configurations. */
    public static final String CONFIDENTIAL = "must-not-leave-the-cluster";

    private static final String SYSTEM = "kube-system";
    private static final String SHOP = "shop";
    private static final String MONITORING = "monitoring";
    private static final String EDGE = "ingress-nginx";

    private final Inventory inventory = new Inventory();
    private final Workloads workloads = new Workloads(inventory);
    private final Networking networking = new Networking(inventory);
    private final Policies policies = new Policies(inventory);

    private ClusterFixture() {}

    /** The names of all objects by their kind: {@code namespace/name}, or {@code name} where there is no namespace. */
    public static Map<String, SortedSet<String>> namesByKind() {
        Map<String, SortedSet<String>> names = new LinkedHashMap<>();
        for (ClusterObject object : objects()) {
            names.computeIfAbsent(object.type().kind(), kind -> new TreeSet<>()).add(object.qualifiedName());
        }
        return names;
    }

    /** The UID of the namespace {@code kube-system}, which identifies the cluster. */
    public static String clusterId() {
        return objects().stream()
                .filter(object ->
                        object.type() == ResourceType.NAMESPACE && object.name().equals(SYSTEM))
                .findFirst()
                .orElseThrow()
                .uid();
    }

    static List<ClusterObject> objects() {
        ClusterFixture fixture = new ClusterFixture();
        fixture.system();
        fixture.shop();
        fixture.monitoring();
        fixture.edge();
        return fixture.inventory.objects();
    }

    private void system() {
        List.of(SYSTEM, "default", SHOP, MONITORING, EDGE).forEach(policies::namespace);
        Storage.storageClass(inventory);
        List<ClusterObject> nodes =
                Pods.NODES.stream().map(name -> Nodes.add(inventory, name)).toList();
        for (String name : List.of("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler")) {
            Container container =
                    new Container(name, "registry.k8s.io/" + name + ":v1.34.1", Resources.UNLIMITED, 10257);
            workloads
                    .pods()
                    .running(
                            Parent.of(nodes.get(0), SYSTEM),
                            name + "-" + nodes.get(0).name(),
                            new Pods.Template(Json.object("component", name), List.of(container), List.of()),
                            nodes.get(0).name());
        }
        workloads.daemonSet(
                SYSTEM,
                "kube-proxy",
                List.of(new Container("kube-proxy", "registry.k8s.io/kube-proxy:v1.34.1", Resources.NONE, 10256)));
        workloads.daemonSet(
                SYSTEM,
                "kindnet",
                List.of(new Container("kindnet-cni", "docker.io/kindest/kindnetd:v20251001", Resources.SMALL, 19080)));
        ClusterObject dns = workloads.deployment(
                SYSTEM,
                "coredns",
                2,
                List.of(new Container("coredns", "registry.k8s.io/coredns/coredns:v1.12.1", Resources.UNLIMITED, 53)));
        policies.disruptionBudget(dns, 1);
        policies.configMap(SYSTEM, "coredns", Json.object("Corefile", ".:53 { errors health ready }"));
        networking.service(SYSTEM, "coredns", Exposure.CLUSTER_IP, 53, 53);
        workloads.deployment(
                SYSTEM,
                "metrics-server",
                1,
                List.of(new Container(
                        "metrics-server", "registry.k8s.io/metrics-server:v0.8.0", Resources.SMALL, 10250)));
        networking.service(SYSTEM, "metrics-server", Exposure.CLUSTER_IP, 443, 10250);
        workloads
                .pods()
                .running(
                        Parent.none("default"),
                        "toolbox",
                        new Pods.Template(
                                Json.object("run", "toolbox"), List.of(app("toolbox", Resources.NONE)), List.of()));
    }

    private void shop() {
        policies.quota(SHOP);
        policies.limits(SHOP);
        policies.configMap(
                SHOP, "checkout", Json.object("application.yaml", "password: " + CONFIDENTIAL, "mode", CONFIDENTIAL));
        policies.secret(SHOP, "payments", "Opaque", List.of("api-key", "webhook-secret"));
        policies.secret(SHOP, "shop-tls", "kubernetes.io/tls", List.of("tls.crt", "tls.key"));
        Container proxy = new Container("proxy", "docker.io/envoyproxy/envoy:v1.35.0", Resources.SMALL, 15001);
        ClusterObject storefront =
                workloads.deployment(SHOP, "storefront", 3, List.of(app("storefront", Resources.MEDIUM), proxy));
        ClusterObject checkout =
                workloads.deployment(SHOP, "checkout", 3, List.of(app("checkout", Resources.MEDIUM), proxy));
        workloads.deployment(SHOP, "catalog", 3, List.of(app("catalog", Resources.SMALL)));
        workloads.deployment(SHOP, "payments", 2, List.of(app("payments", Resources.MEDIUM), proxy));
        workloads.deployment(SHOP, "recommendations", 2, List.of(app("recommendations", Resources.LARGE)));
        ClusterObject database = workloads.statefulSet(
                SHOP,
                "orders-db",
                3,
                List.of(new Container("postgres", "docker.io/library/postgres:18.0", Resources.LARGE, 5432)),
                "20Gi");
        workloads.cronJob(SHOP, "nightly-report", "0 2 * * *", List.of(app("nightly-report", Resources.SMALL)));
        workloads.job(Parent.none(SHOP), "schema-migration", List.of(app("schema-migration", Resources.SMALL)));
        policies.autoscaler(storefront, 3, 10);
        policies.disruptionBudget(checkout, 2);
        policies.disruptionBudget(database, 2);
        for (String name : List.of("storefront", "checkout", "catalog", "payments", "recommendations")) {
            networking.service(SHOP, name, Exposure.CLUSTER_IP, 80, 8080);
        }
        networking.service(SHOP, "orders-db", Exposure.HEADLESS, 5432, 5432);
        networking.ingress(SHOP, "shop", "shop.example", Json.object("/", "storefront", "/checkout", "checkout"));
        networking.onlyFromTheSameNamespace(SHOP);
    }

    private void monitoring() {
        workloads.daemonSet(
                MONITORING,
                "node-exporter",
                List.of(new Container(
                        "node-exporter", "quay.io/prometheus/node-exporter:v1.10.0", Resources.SMALL, 9100)));
        workloads.statefulSet(
                MONITORING,
                "prometheus",
                1,
                List.of(
                        new Container("prometheus", "quay.io/prometheus/prometheus:v3.7.0", Resources.LARGE, 9090),
                        new Container("reloader", "quay.io/prometheus/reloader:v0.86.0", Resources.SMALL, 8080)),
                "50Gi");
        workloads.deployment(
                MONITORING,
                "grafana",
                1,
                List.of(new Container("grafana", "docker.io/grafana/grafana:12.2.0", Resources.MEDIUM, 3000)));
        workloads.deployment(
                MONITORING,
                "kube-state-metrics",
                1,
                List.of(new Container(
                        "kube-state-metrics", "registry.k8s.io/kube-state-metrics:v2.17.0", Resources.SMALL, 8080)));
        networking.service(MONITORING, "prometheus", Exposure.CLUSTER_IP, 9090, 9090);
        networking.service(MONITORING, "grafana", Exposure.NODE_PORT, 80, 3000);
    }

    private void edge() {
        Container controller =
                new Container("controller", "registry.k8s.io/ingress-nginx:v1.13.3", Resources.UNLIMITED, 443);
        workloads.deployment(EDGE, "ingress-nginx", 2, List.of(controller));
        networking.service(EDGE, "ingress-nginx", Exposure.LOAD_BALANCER, 443, 443);
    }

    private static Container app(String name, Resources resources) {
        return new Container(name, "registry.example/shop/" + name + ":1.4.2", resources, 8080);
    }
}
