package dev.e2e.collector;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which Deployment owns which ReplicaSet, as far as one snapshot has read it; all that it keeps of one kind for another. */
final class Owners {
    private final Map<String, String> deploymentOfReplicaSet = new HashMap<>();

    /** Remembers whose the ReplicaSet is. */
    void learn(JsonValue replicaSet) {
        String uid = replicaSet.at("metadata", "uid").text();
        String deployment = owner(replicaSet, "Deployment").at("name").text();
        if (uid != null && deployment != null) {
            deploymentOfReplicaSet.put(uid, deployment);
        }
    }

    /**
     * The name of the Deployment that owns the Pod through a ReplicaSet. Where that ReplicaSet was not read, its name
     * tells: a Deployment calls its ReplicaSets by its own name and the hash that its Pods carry as a label.
     */
    @Nullable String deploymentOf(JsonValue pod) {
        JsonValue replicaSet = owner(pod, "ReplicaSet");
        if (replicaSet.isMissing()) {
            return null;
        }
        String known = deploymentOfReplicaSet.get(replicaSet.at("uid").text(""));
        if (known != null) {
            return known;
        }
        String suffix = "-" + pod.at("metadata", "labels", "pod-template-hash").text("");
        String name = replicaSet.at("name").text("");
        boolean byHash = suffix.length() > 1 && name.endsWith(suffix) && name.length() > suffix.length();
        return byHash ? name.substring(0, name.length() - suffix.length()) : null;
    }

    /** The reference to the owner of this kind. */
    static JsonValue owner(JsonValue object, String kind) {
        return object.at("metadata", "ownerReferences").elements().stream()
                .filter(reference -> reference.at("kind").text("").equals(kind))
                .findFirst()
                .orElse(new JsonValue(null));
    }
}
