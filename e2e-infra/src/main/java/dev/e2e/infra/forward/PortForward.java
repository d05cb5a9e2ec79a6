package dev.e2e.infra.forward;

import dev.e2e.runtime.InvalidSettingsException;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The forwards of one process. */
final class PortForward implements AutoCloseable {
    private final List<Forward> forwards = new ArrayList<>();

    /**
     * Takes all local ports, then looks for the pods.
     *
     * @throws InvalidSettingsException when local ports are taken; it names all of them, and by whom
     */
    static PortForward start(List<ForwardSpec> specs, Cluster cluster) throws IOException {
        PortForward all = new PortForward();
        try {
            all.bind(specs, cluster);
            all.forwards.forEach(Forward::start);
            return all;
        } catch (IOException | RuntimeException e) {
            all.close();
            throw e;
        }
    }

    private void bind(List<ForwardSpec> specs, Cluster cluster) throws IOException {
        List<String> taken = new ArrayList<>();
        for (ForwardSpec asked : specs) {
            ForwardSpec spec = asked.orIn(cluster.currentNamespace());
            try {
                forwards.add(Forward.bind(spec, cluster));
            } catch (BindException e) {
                taken.add("FORWARDS: expected a free local port for %s, got '%d', which is taken by %s"
                        .formatted(spec.target(), spec.localPort(), PortHolder.of(spec.localPort())));
            }
        }
        if (!taken.isEmpty()) {
            throw new InvalidSettingsException(taken);
        }
    }

    List<Forward> forwards() {
        return List.copyOf(forwards);
    }

    /** Waits until each forward is ready, all at the same moment. */
    boolean awaitReady(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (Forward forward : forwards) {
            if (!forward.awaitReady(deadline)) {
                return false;
            }
        }
        return unready().isEmpty();
    }

    /** Why not all are ready; empty when they are. */
    String unready() {
        return forwards.stream()
                .filter(forward -> !forward.condition().isReady())
                .map(forward ->
                        forward.spec().target() + ": " + forward.condition().reason())
                .collect(Collectors.joining("; "));
    }

    @Override
    public void close() throws IOException {
        for (Forward forward : forwards) {
            forward.close();
        }
    }
}
