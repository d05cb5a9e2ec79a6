package dev.e2e.collector;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A kind that can be collected. The known ones are constants, in the order in which they are read: ReplicaSets before
 * the Pods that refer to them. Any other is made from its group, version and resource, and of its objects only what all
 * objects have leaves the cluster.
 */
final class Kind {
    private static final List<Kind> KNOWN = new ArrayList<>();

    static final Kind NAMESPACE = known("Namespace", "v1", "namespaces", Scope.CLUSTER, StateFields.NAMESPACE);
    static final Kind NODE = known("Node", "v1", "nodes", Scope.CLUSTER, NodeFields.NODE);
    static final Kind DEPLOYMENT =
            known("Deployment", "apps/v1", "deployments", Scope.NAMESPACE, WorkloadFields.DEPLOYMENT);
    static final Kind REPLICA_SET =
            known("ReplicaSet", "apps/v1", "replicasets", Scope.NAMESPACE, WorkloadFields.REPLICA_SET);
    static final Kind STATEFUL_SET =
            known("StatefulSet", "apps/v1", "statefulsets", Scope.NAMESPACE, WorkloadFields.STATEFUL_SET);
    static final Kind DAEMON_SET =
            known("DaemonSet", "apps/v1", "daemonsets", Scope.NAMESPACE, WorkloadFields.DAEMON_SET);
    static final Kind JOB = known("Job", "batch/v1", "jobs", Scope.NAMESPACE, WorkloadFields.JOB);
    static final Kind CRON_JOB = known("CronJob", "batch/v1", "cronjobs", Scope.NAMESPACE, WorkloadFields.CRON_JOB);
    static final Kind POD = known("Pod", "v1", "pods", Scope.NAMESPACE, PodFields.POD);
    static final Kind HORIZONTAL_POD_AUTOSCALER = known(
            "HorizontalPodAutoscaler",
            "autoscaling/v2",
            "horizontalpodautoscalers",
            Scope.NAMESPACE,
            PolicyFields.AUTOSCALER);
    static final Kind POD_DISRUPTION_BUDGET = known(
            "PodDisruptionBudget",
            "policy/v1",
            "poddisruptionbudgets",
            Scope.NAMESPACE,
            PolicyFields.DISRUPTION_BUDGET);
    static final Kind SERVICE = known("Service", "v1", "services", Scope.NAMESPACE, NetworkFields.SERVICE);
    static final Kind ENDPOINT_SLICE = known(
            "EndpointSlice", "discovery.k8s.io/v1", "endpointslices", Scope.NAMESPACE, NetworkFields.ENDPOINT_SLICE);
    static final Kind INGRESS =
            known("Ingress", "networking.k8s.io/v1", "ingresses", Scope.NAMESPACE, NetworkFields.INGRESS);
    static final Kind NETWORK_POLICY = known(
            "NetworkPolicy", "networking.k8s.io/v1", "networkpolicies", Scope.NAMESPACE, NetworkFields.NETWORK_POLICY);
    static final Kind CONFIG_MAP = known("ConfigMap", "v1", "configmaps", Scope.NAMESPACE, StateFields.CONFIG_MAP);
    static final Kind SECRET = known("Secret", "v1", "secrets", Scope.NAMESPACE, StateFields.SECRET);
    static final Kind SERVICE_ACCOUNT =
            known("ServiceAccount", "v1", "serviceaccounts", Scope.NAMESPACE, StateFields.SERVICE_ACCOUNT);
    static final Kind STORAGE_CLASS =
            known("StorageClass", "storage.k8s.io/v1", "storageclasses", Scope.CLUSTER, VolumeFields.STORAGE_CLASS);
    static final Kind PERSISTENT_VOLUME =
            known("PersistentVolume", "v1", "persistentvolumes", Scope.CLUSTER, VolumeFields.VOLUME);
    static final Kind PERSISTENT_VOLUME_CLAIM =
            known("PersistentVolumeClaim", "v1", "persistentvolumeclaims", Scope.NAMESPACE, VolumeFields.CLAIM);
    static final Kind RESOURCE_QUOTA =
            known("ResourceQuota", "v1", "resourcequotas", Scope.NAMESPACE, PolicyFields.QUOTA);
    static final Kind LIMIT_RANGE = known("LimitRange", "v1", "limitranges", Scope.NAMESPACE, PolicyFields.LIMIT_RANGE);
    static final Kind EVENT = known("Event", "events.k8s.io/v1", "events", Scope.NAMESPACE, EventFields.EVENT);

    private static final Pattern RESOURCE = Pattern.compile(
            "(?:(?<group>[a-z0-9]([-a-z0-9.]*[a-z0-9])?)/)?(?<version>v[0-9]+((alpha|beta)[0-9]+)?)/(?<resource>[a-z][-a-z0-9]*)");

    private final String id;
    private final String apiVersion;
    private final String plural;
    private final Scope scope;
    private final Reduction reduction;
    private final Projection parts;

    private Kind(String id, String apiVersion, String plural, Scope scope, Reduction reduction) {
        this.id = id;
        this.apiVersion = apiVersion;
        this.plural = plural;
        this.scope = scope;
        this.reduction = reduction;
        this.parts = reduction.parts().and(Projection.COMMON);
    }

    private static Kind known(String id, String apiVersion, String plural, Scope scope, Reduction reduction) {
        Kind kind = new Kind(id, apiVersion, plural, scope, reduction);
        KNOWN.add(kind);
        return kind;
    }

    /** Where objects live. */
    enum Scope {
        CLUSTER,
        NAMESPACE,
        /** One or the other; only the API server knows. */
        UNKNOWN
    }

    /** Kubernetes' name of the kind, such as {@code ReplicaSet}; of others resource and group, as in {@code widgets.example.com}. */
    String id() {
        return id;
    }

    /** Group and version, such as {@code apps/v1}; of the core group the version alone. */
    String apiVersion() {
        return apiVersion;
    }

    /** The resource's name in paths and in rules of RBAC, such as {@code replicasets}. */
    String plural() {
        return plural;
    }

    Scope scope() {
        return scope;
    }

    /** What of an object has to be read for {@link #write}. */
    Projection parts() {
        return parts;
    }

    /** Where the API server describes this group and version, without a leading slash. */
    String root() {
        return (apiVersion.contains("/") ? "apis/" : "api/") + apiVersion;
    }

    /** The path of its list on the API server, over all namespaces, without a leading slash. */
    String path() {
        return root() + "/" + plural;
    }

    /** The path of its list in one namespace. */
    String path(String namespace) {
        return root() + "/namespaces/" + namespace + "/" + plural;
    }

    /**
     * The object, which has a name, and a namespace where objects of the kind live in one.
     *
     * @throws UnexpectedAnswerException when it has none: no reader could tell it from others
     */
    JsonValue identified(JsonValue object) throws UnexpectedAnswerException {
        JsonValue metadata = object.at("metadata");
        if (metadata.at("name").text("").isEmpty()) {
            throw new UnexpectedAnswerException("an object in it has no name");
        }
        if (scope == Scope.NAMESPACE && metadata.at("namespace").text("").isEmpty()) {
            throw new UnexpectedAnswerException("an object in it has no namespace");
        }
        return object;
    }

    /** Writes the common fields of an object and those of its kind. */
    void write(JsonValue object, Fields fields, Owners owners) {
        identity(object, fields);
        JsonValue metadata = object.at("metadata");
        fields.text("created_time", metadata.at("creationTimestamp").text());
        fields.map("labels", metadata.at("labels"));
        fields.map("annotations", metadata.at("annotations"));
        reduction.fields().write(object, fields, owners);
    }

    /** Writes the fields that say which object it is. */
    void identity(JsonValue object, Fields fields) {
        identity(object, fields, Integer.MAX_VALUE);
    }

    /** As {@link #identity(JsonValue, Fields)}, with so many characters of each at most. */
    void identity(JsonValue object, Fields fields, int most) {
        JsonValue metadata = object.at("metadata");
        String namespace = cut(metadata.at("namespace").text(""), most);
        fields.text("name", cut(metadata.at("name").text(""), most));
        if (scope == Scope.NAMESPACE || (scope == Scope.UNKNOWN && !namespace.isEmpty())) {
            fields.text("namespace", namespace);
        }
        fields.text("uid", cut(metadata.at("uid").text(""), most));
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, text.offsetByCodePoints(0, most / 2));
    }

    @Override
    public String toString() {
        return id;
    }

    /** The known kinds, in the order in which they are read. */
    static List<Kind> values() {
        return List.copyOf(KNOWN);
    }

    /** The kinds that are collected where nothing else is asked for: the known ones but for Events, which are many. */
    static Set<Kind> usual() {
        Set<Kind> usual = new LinkedHashSet<>(KNOWN);
        usual.remove(EVENT);
        return usual;
    }

    /** Their names, separated by commas. */
    static String all() {
        return names(usual());
    }

    /**
     * The kinds of a list of names or of {@code group/version/resource}; in their own order, whatever that of the list.
     *
     * @throws IllegalArgumentException when a name is none of a kind, or a resource is named twice; says which
     */
    static Set<Kind> parse(String names) {
        Map<String, Kind> chosen = new LinkedHashMap<>();
        for (String name : List.of(names.split(",", -1))) {
            Kind kind = one(name.strip());
            Kind before = chosen.put(kind.id, kind);
            if (before != null && !before.apiVersion.equals(kind.apiVersion)) {
                throw new IllegalArgumentException("expected each resource once ('%s' is there in %s and %s)"
                        .formatted(kind.id, before.apiVersion, kind.apiVersion));
            }
        }
        Set<Kind> kinds = new LinkedHashSet<>(KNOWN);
        kinds.retainAll(chosen.values());
        kinds.addAll(chosen.values());
        return kinds;
    }

    private static Kind one(String name) {
        for (Kind kind : KNOWN) {
            if (kind.id.equalsIgnoreCase(name) || name.equals(kind.apiVersion + "/" + kind.plural)) {
                return kind;
            }
        }
        var resource = RESOURCE.matcher(name);
        if (!resource.matches()) {
            throw new IllegalArgumentException(
                    "expected kinds out of %s or others as group/version/resource, such as example.com/v1/widgets ('%s' is none of them)"
                            .formatted(names(new LinkedHashSet<>(KNOWN)), name));
        }
        String group = resource.group("group");
        String plural = resource.group("resource");
        return new Kind(
                group == null ? plural : plural + "." + group,
                name.substring(0, name.lastIndexOf('/')),
                plural,
                Scope.UNKNOWN,
                CustomFields.CUSTOM);
    }

    private static String names(Set<Kind> kinds) {
        return kinds.stream().map(Kind::id).collect(Collectors.joining(","));
    }
}
