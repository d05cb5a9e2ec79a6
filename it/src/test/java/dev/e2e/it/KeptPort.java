package dev.e2e.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of the loopback interface for a server that comes and goes. While it is kept, the system gives it to nobody who
 * asks for any free one, as each client does that tries to connect; a server that names it can have it.
 */
final class KeptPort implements AutoCloseable {
    private final Socket bound = new Socket();

    KeptPort() throws IOException {
        bound.setReuseAddress(true); // the server's socket says the same, and so both may be bound
        bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    int number() {
        return bound.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        bound.close();
    }
}
