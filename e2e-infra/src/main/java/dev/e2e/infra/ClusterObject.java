package dev.e2e.infra;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One object of the embedded cluster.
 *
 * @param namespace blank where it lives in none
 * @param json the whole object, as an API server answers it
 */
record ClusterObject(ResourceType type, String namespace, String name, String uid, Map<String, Object> json) {

    /** {@code namespace/name}, or only the name of an object that lives in no namespace. */
    String qualifiedName() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }

    /** An object within it, such as {@code spec}; empty where there is none. */
    Map<?, ?> member(String key) {
        return json.get(key) instanceof Map<?, ?> member ? member : Map.of();
    }

    /** The value of a label. */
    @Nullable Object label(String key) {
        return member("metadata").get("labels") instanceof Map<?, ?> labels ? labels.get(key) : null;
    }

    /** The whole object, with its resource version. */
    Map<String, Object> withVersion(long resourceVersion) {
        Map<String, Object> metadata = Json.object("resourceVersion", Long.toString(resourceVersion));
        member("metadata").forEach((key, value) -> metadata.put((String) key, value));
        return Json.merged(json, Json.object("metadata", metadata));
    }

    /** A reference to this object as the one that controls another. */
    Map<String, Object> asOwner() {
        return Json.object(
                "apiVersion",
                type.apiVersion(),
                "kind",
                type.kind(),
                "name",
                name,
                "uid",
                uid,
                "controller",
                true,
                "blockOwnerDeletion",
                true);
    }
}
