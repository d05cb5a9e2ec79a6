package dev.e2e.infra.forward;

/**
 * A ready pod and its port.
 *
 * @param incarnation differs between pods of the same name, and between the runs of one pod's containers
 */
record Target(String namespace, String pod, int port, String incarnation) {
    @Override
    public String toString() {
        return "pod " + pod + ":" + port;
    }
}
