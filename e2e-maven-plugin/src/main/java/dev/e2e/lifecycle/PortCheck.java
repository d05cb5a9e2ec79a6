package dev.e2e.lifecycle;

import dev.e2e.process.InvalidInputException;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessTable;
import dev.e2e.readiness.Endpoint;
import dev.e2e.readiness.Listener;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who listens on the ports that processes are asked at: nobody before the launch, the process itself after it. */
final class PortCheck {
    private final ProcessTable table;

    PortCheck(ProcessTable table) {
        this.table = table;
    }

    /**
     * Refuses a port that somebody holds who will not be stopped before.
     *
     * @param endpoints where the process will be asked whether it is ready
     * @param stoppedBefore the PIDs of what ends before the launch
     */
    void refuseTaken(ProcessSpec spec, List<Endpoint> endpoints, Set<Long> stoppedBefore) throws InvalidInputException {
        Set<Integer> ports = new TreeSet<>(spec.fixedPorts());
        spec.ports().values().stream().filter(port -> port != 0).forEach(ports::add);
        endpoints.stream().filter(PortCheck::isLocal).forEach(endpoint -> ports.add(endpoint.port()));
        for (int port : ports) {
            Optional<String> stranger = stranger(port, stoppedBefore);
            if (stranger.isPresent()) {
                throw new InvalidInputException("Process '%s': port %d is taken by %s; stop that or choose another port"
                        .formatted(spec.name(), port, stranger.get()));
            }
        }
    }

    /** The first endpoint at which somebody else answers than the process with these PIDs, with who it is. */
    Optional<String> answeredByAnother(ProcessName name, List<Endpoint> endpoints, Set<Long> own) {
        for (Endpoint endpoint : endpoints) {
            Optional<String> stranger = endpoint.listener() == Listener.OWN && isLocal(endpoint)
                    ? stranger(endpoint.port(), own)
                    : Optional.empty();
            if (stranger.isPresent()) {
                return Optional.of(
                        "Process '%s' is not what answers on port %d: that is %s, which came after the launch; stop that or choose another port (where another is meant to listen for it, say <listener>any</listener>)"
                                .formatted(name, endpoint.port(), stranger.get()));
            }
        }
        return Optional.empty();
    }

    /** Who listens on a port and is none of these. */
    private Optional<String> stranger(int port, Set<Long> known) {
        if (!table.isListenedOn(port)) {
            return Optional.empty();
        }
        Set<Long> holders = table.listenersOn(port);
        if (holders.isEmpty()) {
            return Optional.of("a process of another user");
        }
        List<Long> others = new ArrayList<>(holders);
        others.removeAll(known);
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(others.stream()
                        .sorted()
                        .map(pid -> "PID %d (%s)".formatted(pid, table.commandLine(pid)))
                        .collect(Collectors.joining(", ")));
    }

    private static boolean isLocal(Endpoint endpoint) {
        try {
            for (InetAddress address : InetAddress.getAllByName(endpoint.host())) {
                if (address.isLoopbackAddress() || address.isAnyLocalAddress() || interfaceOf(address) != null) {
                    return true;
                }
            }
            return false;
        } catch (UnknownHostException | SocketException e) {
            return false; // it may be known later; then its answer counts
        }
    }

    private static @Nullable NetworkInterface interfaceOf(InetAddress address) throws SocketException {
        return NetworkInterface.getByInetAddress(address);
    }
}
