package dev.e2e.readiness;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds, among all addresses of a host, the first that accepts a connection; no proxy in between. {@code localhost} is
 * both loopback addresses, whatever it resolves to, for a server may listen on one of them only.
 */
final class Connector {
    /** How long one address may take to accept. */
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final String host;
    private final int port;

    Connector(String host, int port) {
        this.host = host;
        this.port = port;
    }

    /** @throws IOException when none accepts; why the first does not */
    InetAddress connect(Opened opened) throws IOException {
        IOException reason = null;
        for (InetAddress address : addresses()) {
            try (Socket socket = opened.open(() -> new Socket(Proxy.NO_PROXY))) {
                connect(socket, address);
                return address;
            } catch (IOException e) {
                if (reason == null) {
                    reason = e;
                } else {
                    reason.addSuppressed(e);
                }
            }
        }
        throw reason == null ? new UnknownHostException(host) : reason;
    }

    private void connect(Socket socket, InetAddress address) throws IOException {
        // Linux may give a connection the very port that it is made to, as its own; it then connects to itself, and
        // nobody can listen there for a minute. With a port of its own from the beginning that cannot happen.
        socket.bind(new InetSocketAddress(0));
        if (socket.getLocalPort() == port) {
            throw new ConnectException("Connection refused");
        }
        try {
            socket.connect(new InetSocketAddress(address, port), (int) TIMEOUT.toMillis());
        } catch (SocketTimeoutException e) {
            throw new IOException("no connection within " + DurationText.of(TIMEOUT), e);
        }
    }

    private Collection<InetAddress> addresses() throws UnknownHostException {
        if (!host.equalsIgnoreCase("localhost")) {
            return List.of(InetAddress.getAllByName(host));
        }
        Set<InetAddress> addresses = new LinkedHashSet<>();
        try {
            addresses.addAll(List.of(InetAddress.getAllByName(host)));
        } catch (UnknownHostException e) {
            // the loopback addresses need no name service
        }
        addresses.addAll(List.of(InetAddress.getAllByName("127.0.0.1")));
        addresses.addAll(List.of(InetAddress.getAllByName("::1")));
        return addresses;
    }
}
