package dev.e2e.collector;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The kinds that can be collected, in the order in which they are: ReplicaSets before the Pods that refer to them. */
enum Kind {
    NAMESPACE("Namespace", "v1", "namespaces", Scope.CLUSTER, StateFields::namespace),
    NODE("Node", "v1", "nodes", Scope.CLUSTER, NodeFields::write),
    DEPLOYMENT("Deployment", "apps/v1", "deployments", Scope.NAMESPACE, WorkloadFields::deployment),
    REPLICA_SET("ReplicaSet", "apps/v1", "replicasets", Scope.NAMESPACE, WorkloadFields::replicaSet),
    STATEFUL_SET("StatefulSet", "apps/v1", "statefulsets", Scope.NAMESPACE, WorkloadFields::statefulSet),
    DAEMON_SET("DaemonSet", "apps/v1", "daemonsets", Scope.NAMESPACE, WorkloadFields::daemonSet),
    JOB("Job", "batch/v1", "jobs", Scope.NAMESPACE, WorkloadFields::job),
    CRON_JOB("CronJob", "batch/v1", "cronjobs", Scope.NAMESPACE, WorkloadFields::cronJob),
    POD("Pod", "v1", "pods", Scope.NAMESPACE, PodFields::write),
    SERVICE("Service", "v1", "services", Scope.NAMESPACE, NetworkFields::service),
    INGRESS("Ingress", "networking.k8s.io/v1", "ingresses", Scope.NAMESPACE, NetworkFields::ingress),
    CONFIG_MAP("ConfigMap", "v1", "configmaps", Scope.NAMESPACE, StateFields::configMap),
    SECRET("Secret", "v1", "secrets", Scope.NAMESPACE, StateFields::secret),
    PERSISTENT_VOLUME("PersistentVolume", "v1", "persistentvolumes", Scope.CLUSTER, VolumeFields::volume),
    PERSISTENT_VOLUME_CLAIM(
            "PersistentVolumeClaim", "v1", "persistentvolumeclaims", Scope.NAMESPACE, VolumeFields::claim);

    private final String id;
    private final String apiVersion;
    private final String plural;
    private final Scope scope;

    @SuppressWarnings("ImmutableEnumChecker") // references to static methods hold no state
    private final OwnFields ownFields;

    Kind(String id, String apiVersion, String plural, Scope scope, OwnFields ownFields) {
        this.id = id;
        this.apiVersion = apiVersion;
        this.plural = plural;
        this.scope = scope;
        this.ownFields = ownFields;
    }

    private enum Scope {
        CLUSTER,
        NAMESPACE
    }

    /** Writes the fields that a kind has beyond the common ones. Nothing that is not written here leaves the cluster. */
    @FunctionalInterface
    private interface OwnFields {
        void write(JsonValue object, Fields fields, Owners owners);
    }

    /** Kubernetes' name of the kind, such as {@code ReplicaSet}. */
    String id() {
        return id;
    }

    String apiVersion() {
        return apiVersion;
    }

    /** The path of its list on the API server, over all namespaces, without a leading slash. */
    String path() {
        return (apiVersion.contains("/") ? "apis/" : "api/") + apiVersion + "/" + plural;
    }

    /** Writes the common fields of an object and those of its kind. */
    void write(JsonValue object, Fields fields, Owners owners) {
        identity(object, fields);
        JsonValue metadata = object.at("metadata");
        fields.text("created_time", metadata.at("creationTimestamp").text());
        fields.map("labels", metadata.at("labels"));
        fields.json().writeObjectPropertyStart("annotations");
        metadata.at("annotations").members().forEach((name, value) -> {
            if (!name.equals("kubectl.kubernetes.io/last-applied-configuration")) {
                fields.text(name, value.text(""));
            }
        });
        fields.json().writeEndObject();
        ownFields.write(object, fields, owners);
    }

    /** Writes the fields that say which object it is. */
    void identity(JsonValue object, Fields fields) {
        JsonValue metadata = object.at("metadata");
        fields.text("name", metadata.at("name").text(""));
        if (scope == Scope.NAMESPACE) {
            fields.text("namespace", metadata.at("namespace").text(""));
        }
        fields.text("uid", metadata.at("uid").text(""));
    }

    /** All names, separated by commas. */
    static String all() {
        return Arrays.stream(values()).map(Kind::id).collect(Collectors.joining(","));
    }

    /**
     * The kinds of a list of names, whatever their order.
     *
     * @throws IllegalArgumentException when a name is none of a kind; says which
     */
    static Set<Kind> parse(String names) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (String name : List.of(names.split(",", -1))) {
            kinds.add(Arrays.stream(values())
                    .filter(kind -> kind.id.equalsIgnoreCase(name.strip()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "expected kinds out of %s ('%s' is none of them)".formatted(all(), name.strip()))));
        }
        return kinds;
    }
}
