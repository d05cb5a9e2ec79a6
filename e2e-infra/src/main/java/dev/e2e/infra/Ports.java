package dev.e2e.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The two loopback ports of a broker, kept for it until this is closed: on Linux a socket that is bound but does not
 * listen keeps the system from giving the port to anybody who asks for a free one, while a server can still bind it.
 * Other systems would refuse the server too, so there the ports are only likely to stay free.
 */
final class Ports implements AutoCloseable {
    static final String LOOPBACK = "127.0.0.1";
    private static final boolean KEEP = System.getProperty("os.name").equals("Linux");

    private final int broker;
    private final int controller;
    private final List<Socket> kept;

    private Ports(int broker, int controller, List<Socket> kept) {
        this.broker = broker;
        this.controller = controller;
        this.kept = kept;
    }

    /** Two ports that the system chose. */
    static Ports free() {
        List<Socket> sockets = List.of(boundToAnyPort(), boundToAnyPort());
        return of(sockets.get(0).getLocalPort(), sockets.get(1).getLocalPort(), sockets);
    }

    /** This port for the broker, and one that the system chose for the controller. */
    static Ports withBroker(int broker) {
        Socket socket = boundToAnyPort();
        return of(broker, socket.getLocalPort(), List.of(socket));
    }

    /** Exactly these two, whether they are free or not. */
    static Ports of(int broker, int controller) {
        return of(broker, controller, List.of());
    }

    private static Ports of(int broker, int controller, List<Socket> sockets) {
        Ports ports = new Ports(broker, controller, sockets);
        if (!KEEP) {
            ports.close();
        }
        return ports;
    }

    int broker() {
        return broker;
    }

    int controller() {
        return controller;
    }

    /** Those of the two on which nobody can listen now. */
    List<Integer> taken() {
        return IntStream.of(broker, controller).filter(Ports::isTaken).boxed().toList();
    }

    /** Whether nobody can listen on a loopback port now. */
    static boolean isTaken(int port) {
        try (ServerSocket listening = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return !listening.isBound();
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        List<IOException> failures = new ArrayList<>();
        for (Socket socket : kept) {
            try {
                socket.close();
            } catch (IOException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw new UncheckedIOException(failures.get(0));
        }
    }

    private static Socket boundToAnyPort() {
        Socket socket = new Socket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException("No free port on " + LOOPBACK, e);
        }
    }
}
