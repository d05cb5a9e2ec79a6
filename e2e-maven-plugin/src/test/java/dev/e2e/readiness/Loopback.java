package dev.e2e.readiness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Servers on one loopback address only. */
final class Loopback {
    private Loopback() {}

    /** Listens on a free port; skips the test where there is no IPv6. */
    static ServerSocket listen(String address) throws IOException {
        try {
            return new ServerSocket(0, 10, address(address));
        } catch (IOException e) {
            assumeTrue(!address.contains(":"), "this machine has no IPv6 loopback: " + e.getMessage());
            throw e;
        }
    }

    /** A port on which nobody listens at the moment. */
    static int freePort(String address) throws IOException {
        try (ServerSocket server = listen(address)) {
            return server.getLocalPort();
        }
    }

    static InetAddress address(String literal) throws IOException {
        return InetAddress.getAllByName(literal)[0];
    }
}
