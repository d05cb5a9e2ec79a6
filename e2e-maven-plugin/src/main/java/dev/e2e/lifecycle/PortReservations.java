package dev.e2e.lifecycle;

import dev.e2e.process.InvalidInputException;
import dev.e2e.process.ProcessName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Free loopback ports that nobody else is given until their process is launched: each is bound, and not listened on, so
 * that the kernel hands it to no other who asks for any free port.
 */
final class PortReservations implements AutoCloseable {
    private final Map<ProcessName, SortedMap<String, Integer>> ports = new HashMap<>();
    private final Map<ProcessName, List<Socket>> held = new HashMap<>();

    private PortReservations() {}

    /** Reserves the ports of all these processes, or none. */
    static PortReservations of(Collection<ProcessSpec> specs) throws InvalidInputException {
        PortReservations reservations = new PortReservations();
        boolean complete = false;
        try {
            for (ProcessSpec spec : specs) {
                reservations.reserve(spec);
            }
            complete = true;
            return reservations;
        } catch (IOException e) {
            throw new InvalidInputException("No loopback port can be reserved: " + e.getMessage(), e);
        } finally {
            if (!complete) {
                reservations.close();
            }
        }
    }

    private void reserve(ProcessSpec spec) throws IOException {
        SortedMap<String, Integer> numbers = new TreeMap<>();
        ports.put(spec.name(), numbers);
        List<Socket> sockets = new ArrayList<>();
        held.put(spec.name(), sockets);
        for (Map.Entry<String, Integer> port : spec.ports().entrySet()) {
            int number = port.getValue();
            if (number == 0) {
                Socket socket = new Socket();
                sockets.add(socket);
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                number = socket.getLocalPort();
            }
            numbers.put(port.getKey(), number);
        }
    }

    /** The ports of a process by name. */
    SortedMap<String, Integer> of(ProcessName name) {
        return ports.getOrDefault(name, Collections.emptySortedMap());
    }

    /** The ports of all processes by name. */
    Map<String, Integer> all() {
        Map<String, Integer> all = new HashMap<>();
        ports.values().forEach(all::putAll);
        return all;
    }

    /** Lets the ports of a process go, right before it is launched to listen on them. */
    synchronized void release(ProcessName name) {
        for (Socket socket : held.getOrDefault(name, List.of())) {
            close(socket);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket that was never connected does not close", e);
        }
    }

    @Override
    public void close() {
        held.keySet().forEach(this::release);
    }
}
