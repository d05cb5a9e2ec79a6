package dev.e2e.infra;

/** The types of resources that the embedded cluster serves. */
enum ResourceType {
    NAMESPACE("v1", "Namespace", "namespaces", Scope.CLUSTER),
    NODE("v1", "Node", "nodes", Scope.CLUSTER),
    POD("v1", "Pod", "pods", Scope.NAMESPACE),
    SERVICE("v1", "Service", "services", Scope.NAMESPACE),
    SERVICE_ACCOUNT("v1", "ServiceAccount", "serviceaccounts", Scope.NAMESPACE),
    CONFIG_MAP("v1", "ConfigMap", "configmaps", Scope.NAMESPACE),
    SECRET("v1", "Secret", "secrets", Scope.NAMESPACE),
    PERSISTENT_VOLUME("v1", "PersistentVolume", "persistentvolumes", Scope.CLUSTER),
    PERSISTENT_VOLUME_CLAIM("v1", "PersistentVolumeClaim", "persistentvolumeclaims", Scope.NAMESPACE),
    RESOURCE_QUOTA("v1", "ResourceQuota", "resourcequotas", Scope.NAMESPACE),
    LIMIT_RANGE("v1", "LimitRange", "limitranges", Scope.NAMESPACE),
    DEPLOYMENT("apps/v1", "Deployment", "deployments", Scope.NAMESPACE),
    REPLICA_SET("apps/v1", "ReplicaSet", "replicasets", Scope.NAMESPACE),
    STATEFUL_SET("apps/v1", "StatefulSet", "statefulsets", Scope.NAMESPACE),
    DAEMON_SET("apps/v1", "DaemonSet", "daemonsets", Scope.NAMESPACE),
    JOB("batch/v1", "Job", "jobs", Scope.NAMESPACE),
    CRON_JOB("batch/v1", "CronJob", "cronjobs", Scope.NAMESPACE),
    HORIZONTAL_POD_AUTOSCALER("autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", Scope.NAMESPACE),
    POD_DISRUPTION_BUDGET("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets", Scope.NAMESPACE),
    ENDPOINT_SLICE("discovery.k8s.io/v1", "EndpointSlice", "endpointslices", Scope.NAMESPACE),
    INGRESS("networking.k8s.io/v1", "Ingress", "ingresses", Scope.NAMESPACE),
    NETWORK_POLICY("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies", Scope.NAMESPACE),
    STORAGE_CLASS("storage.k8s.io/v1", "StorageClass", "storageclasses", Scope.CLUSTER);

    /** Where objects of a type live. */
    enum Scope {
        CLUSTER,
        NAMESPACE
    }

    private final String apiVersion;
    private final String kind;
    private final String plural;
    private final Scope scope;

    ResourceType(String apiVersion, String kind, String plural, Scope scope) {
        this.apiVersion = apiVersion;
        this.kind = kind;
        this.plural = plural;
        this.scope = scope;
    }

    String apiVersion() {
        return apiVersion;
    }

    String kind() {
        return kind;
    }

    String plural() {
        return plural;
    }

    boolean isNamespaced() {
        return scope == Scope.NAMESPACE;
    }

    /** Where the API server serves this group and version, such as {@code /apis/apps/v1}. */
    String root() {
        return (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion;
    }

    /** Where objects of a namespace are made and listed; the namespace is blank for those that live in none. */
    String path(String namespace) {
        return root() + (isNamespaced() ? "/namespaces/" + namespace : "") + "/" + plural;
    }
}
