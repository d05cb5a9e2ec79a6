package dev.e2e.infra;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The objects of a cluster in the order in which they came; names and times of creation decide everything else. */
final class Inventory {
    static final Instant CLUSTER_START = Instant.parse("2026-01-05T08:00:00Z");
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    /** Where an object belongs: its namespace, and who controls it. */
    record Parent(String namespace, List<Map<String, Object>> ownerReferences) {
        static Parent of(ClusterObject owner) {
            return new Parent(owner.namespace(), List.of(owner.asOwner()));
        }

        /** An owner that lives in no namespace itself, such as a node. */
        static Parent of(ClusterObject owner, String namespace) {
            return new Parent(namespace, List.of(owner.asOwner()));
        }

        static Parent none(String namespace) {
            return new Parent(namespace, List.of());
        }
    }

    private final List<ClusterObject> objects = new ArrayList<>();

    /** Adds an object that nobody owns. */
    ClusterObject add(
            ResourceType type, String namespace, String name, Map<String, Object> labels, Map<String, Object> body) {
        return addWith(type, namespace, name, Json.object("labels", labels), body);
    }

    /** Adds an object that belongs to a parent. */
    ClusterObject add(
            Parent parent, ResourceType type, String name, Map<String, Object> labels, Map<String, Object> body) {
        Map<String, Object> metadata = Json.object("labels", labels);
        if (!parent.ownerReferences().isEmpty()) {
            metadata.put("ownerReferences", parent.ownerReferences());
        }
        return addWith(type, parent.namespace(), name, metadata, body);
    }

    /** Adds an object with these members of its metadata, besides those that every object has. */
    ClusterObject addWith(
            ResourceType type, String namespace, String name, Map<String, Object> metadata, Map<String, Object> body) {
        String uid = uid(type, namespace, name);
        Map<String, Object> common = Json.object("name", name);
        if (type.isNamespaced()) {
            common.put("namespace", namespace);
        }
        common.put("uid", uid);
        common.put("creationTimestamp", createdAt().toString());
        common.put("generation", 1);
        ClusterObject object = new ClusterObject(
                type,
                namespace,
                name,
                uid,
                Json.merged(
                        Json.object(
                                "apiVersion",
                                type.apiVersion(),
                                "kind",
                                type.kind(),
                                "metadata",
                                Json.merged(common, metadata)),
                        body));
        objects.add(object);
        return object;
    }

    List<ClusterObject> objects() {
        return List.copyOf(objects);
    }

    /** When the next object is made: they come ten seconds apart. */
    Instant createdAt() {
        return CLUSTER_START.plus(10L * objects.size(), ChronoUnit.SECONDS);
    }

    /** The random end of a generated name, such as {@code x2k4p}: the same for the same seed. */
    static String suffix(String seed, int length) {
        UUID random = UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8));
        long bits = random.getLeastSignificantBits() ^ random.getMostSignificantBits();
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < length; i++) {
            suffix.append(LETTERS.charAt((int) Long.remainderUnsigned(bits, LETTERS.length())));
            bits = Long.divideUnsigned(bits, LETTERS.length());
        }
        return suffix.toString();
    }

    private static String uid(ResourceType type, String namespace, String name) {
        String seed = type.kind() + "/" + namespace + "/" + name;
        return UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
