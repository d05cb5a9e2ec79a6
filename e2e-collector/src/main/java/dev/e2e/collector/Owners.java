package dev.e2e.collector;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which Deployment owns which ReplicaSet, as far as one snapshot has read it; all that it keeps of one kind for another.
 * A Deployment calls its ReplicaSets by its own name, a dash and a hash; so only those that are not called so are kept.
 */
final class Owners {
    private static final String NONE = "";

    private final Map<String, String> exceptions = new HashMap<>();
    private boolean learned;

    /** Remembers whose the ReplicaSet is. */
    synchronized void learn(JsonValue replicaSet) {
        JsonValue metadata = replicaSet.at("metadata");
        String deployment = owner(replicaSet, "Deployment").at("name").text();
        if (!Objects.equals(deployment, beforeLastDash(metadata.at("name").text("")))) {
            exceptions.put(metadata.at("uid").text(""), deployment == null ? NONE : deployment);
        }
        learned = true;
    }

    /**
     * The name of the Deployment that owns the Pod through a ReplicaSet. Where ReplicaSets could not be read, the hash
     * tells that Pods of a Deployment carry as a label.
     */
    synchronized @Nullable String deploymentOf(JsonValue pod) {
        JsonValue replicaSet = owner(pod, "ReplicaSet");
        String exception = exceptions.get(replicaSet.at("uid").text(""));
        if (exception != null) {
            return exception.equals(NONE) ? null : exception;
        }
        String name = replicaSet.at("name").text("");
        String suffix = "-" + pod.at("metadata", "labels", "pod-template-hash").text("");
        return learned || (suffix.length() > 1 && name.endsWith(suffix)) ? beforeLastDash(name) : null;
    }

    private static @Nullable String beforeLastDash(String name) {
        int dash = name.lastIndexOf('-');
        return dash > 0 ? name.substring(0, dash) : null;
    }

    /** The reference to the owner of this kind. */
    static JsonValue owner(JsonValue object, String kind) {
        return object.at("metadata", "ownerReferences").elements().stream()
                .filter(reference -> reference.at("kind").text("").equals(kind))
                .findFirst()
                .orElse(new JsonValue(null));
    }
}
