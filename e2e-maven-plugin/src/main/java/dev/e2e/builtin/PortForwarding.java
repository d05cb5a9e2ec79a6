package dev.e2e.builtin;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the process {@code port-forward} is set up.
 *
 * @param forwards at least one
 * @param httpPort the loopback port of its endpoints; 0 is any free one
 */
public record PortForwarding(List<Forward> forwards, int httpPort) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1");

    /** @throws IllegalArgumentException when two forwards have the same local port */
    public PortForwarding {
        forwards = List.copyOf(forwards);
        Set<Integer> seen = new HashSet<>();
        for (Forward forward : forwards) {
            if (!seen.add(forward.localPort())) {
                throw new IllegalArgumentException(
                        "<forwards>: <localPort>: expected a port of its own for each <forward>, got '%d' twice"
                                .formatted(forward.localPort()));
            }
        }
    }

    /** Whether all of these addresses, such as {@code localhost:9092}, are local ports of the forwards. */
    boolean carries(List<String> addresses) {
        Set<String> local = forwards.stream()
                .flatMap(forward -> LOOPBACK.stream().map(host -> host + ":" + forward.localPort()))
                .collect(Collectors.toSet());
        return local.containsAll(addresses);
    }

    /** All ports that it listens on, as far as they are known. */
    List<Integer> ports() {
        return Stream.concat(forwards.stream().map(Forward::localPort), Stream.of(httpPort))
                .filter(port -> port != 0)
                .toList();
    }

    /** As the application reads them. */
    String setting() {
        return forwards.stream().map(Forward::setting).collect(Collectors.joining(","));
    }
}
