package dev.e2e.builtin;

/** Where the Kafka and the Kubernetes come from that the built-in processes work with. */
public enum Infrastructure {
    /** What is there is used, what is missing is started. */
    AUTO,
    /** Both have to be there. */
    EXISTING,
    /** Both are started, whatever is there. */
    EMBEDDED,
    /** Nothing is looked at and nothing is started. */
    NONE
}
