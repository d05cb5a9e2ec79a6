package dev.e2e.collector;

import java.util.HashMap;
import java.util.Map;

/**
 * Which parts of a JSON value are read; the others are skipped unparsed. Arrays stand for their elements: a part of an
 * array is that part of each element.
 */
final class Projection {
    /** All of it. */
    static final Projection WHOLE = new Projection(Leaf.AS_IT_STANDS);
    /** All of it, with the size of each text in its place: of the bytes that it takes in UTF-8. */
    static final Projection UTF8_SIZES = new Projection(Leaf.UTF8_SIZE);
    /** All of it, with the size of each text in its place: of the bytes that it stands for in Base64. */
    static final Projection BASE64_SIZES = new Projection(Leaf.BASE64_SIZE);

    private static final Projection NOTHING = new Projection(Leaf.AS_IT_STANDS);

    /** What is read of every object, whatever its kind. */
    static final Projection COMMON = of(
                    "metadata.name",
                    "metadata.namespace",
                    "metadata.uid",
                    "metadata.creationTimestamp",
                    "metadata.labels",
                    "metadata.ownerReferences.kind",
                    "metadata.ownerReferences.name",
                    "metadata.ownerReferences.uid")
            .and("metadata.annotations", allBut("kubectl.kubernetes.io/last-applied-configuration"));

    private final Leaf leaf;
    private final Map<String, Projection> members;
    private final Projection others;

    /** What a text is read as. */
    enum Leaf {
        AS_IT_STANDS,
        UTF8_SIZE,
        BASE64_SIZE
    }

    private Projection(Leaf leaf) {
        this.leaf = leaf;
        this.members = Map.of();
        this.others = this;
    }

    private Projection(Map<String, Projection> members, Projection others) {
        this.leaf = Leaf.AS_IT_STANDS;
        this.members = members;
        this.others = others;
    }

    /** The parts at these paths, each of which is names with dots between them. */
    static Projection of(String... paths) {
        Projection all = new Projection(Map.of(), NOTHING);
        for (String path : paths) {
            all = all.and(path, WHOLE);
        }
        return all;
    }

    private static Projection allBut(String name) {
        return new Projection(Map.of(name, NOTHING), WHOLE);
    }

    /** These parts, and what the other says of the part at the path. */
    Projection and(String path, Projection part) {
        int dot = path.indexOf('.');
        String name = dot < 0 ? path : path.substring(0, dot);
        Projection member = dot < 0 ? part : of().and(path.substring(dot + 1), part);
        return and(new Projection(Map.of(name, member), NOTHING));
    }

    /** The parts of both. */
    Projection and(Projection other) {
        if (isLeaf() || other.isLeaf()) {
            return isLeaf() ? this : other;
        }
        Map<String, Projection> both = new HashMap<>(members);
        other.members.forEach((name, part) -> both.merge(name, part, Projection::and));
        return new Projection(Map.copyOf(both), others);
    }

    private boolean isLeaf() {
        return others == this;
    }

    /** What is read of the member. */
    Projection member(String name) {
        return members.getOrDefault(name, others);
    }

    boolean isNothing() {
        return this == NOTHING;
    }

    Leaf leaf() {
        return leaf;
    }
}
