package dev.e2e.collector;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which Deployment owns which ReplicaSet, as far as one snapshot has read it; all that it keeps of one kind for another.
 * A Deployment calls its ReplicaSets by its own name and a hash, which they and their Pods carry as a label; so only
 * those that are not called so have to be kept.
 */
final class Owners {
    private static final String NONE = "";

    private final Map<String, String> exceptions = new HashMap<>();

    /** Remembers whose the ReplicaSet is. */
    void learn(JsonValue replicaSet) {
        JsonValue metadata = replicaSet.at("metadata");
        String deployment = owner(replicaSet, "Deployment").at("name").text();
        if (!Objects.equals(deployment, byHash(metadata.at("name"), replicaSet))) {
            exceptions.put(metadata.at("uid").text(""), deployment == null ? NONE : deployment);
        }
    }

    /** The name of the Deployment that owns the Pod through a ReplicaSet, which need not have been read. */
    @Nullable String deploymentOf(JsonValue pod) {
        JsonValue replicaSet = owner(pod, "ReplicaSet");
        String exception = exceptions.get(replicaSet.at("uid").text(""));
        if (exception != null) {
            return exception.equals(NONE) ? null : exception;
        }
        return byHash(replicaSet.at("name"), pod);
    }

    private static @Nullable String byHash(JsonValue replicaSet, JsonValue labelled) {
        String suffix =
                "-" + labelled.at("metadata", "labels", "pod-template-hash").text("");
        String name = replicaSet.text("");
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
