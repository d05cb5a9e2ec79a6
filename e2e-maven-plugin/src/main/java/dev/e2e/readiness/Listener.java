package dev.e2e.readiness;

/** Who has to be the one that listens at an {@link Endpoint}. */
public enum Listener {
    /** The process itself or a descendant: a stranger that answers there does not make it ready. */
    OWN,
    /** Anyone, such as a container that the process starts through a daemon. */
    ANY
}
