package dev.e2e.collector;

/**
 * What becomes of the objects of a kind, beyond what all objects have. Nothing that is not written leaves the cluster.
 *
 * @param parts what of an object is read
 * @param fields writes what is sent of it
 */
record Reduction(Projection parts, OwnFields fields) {

    /** Writes the fields that a kind has beyond the common ones. */
    @FunctionalInterface
    interface OwnFields {
        void write(JsonValue object, Fields fields, Owners owners);
    }
}
