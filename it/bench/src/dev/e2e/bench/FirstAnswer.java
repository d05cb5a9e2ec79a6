package dev.e2e.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Asks a loopback port over HTTP every millisecond, beside whoever else does, for the moment of the first answer. */
final class FirstAnswer {
    private static final byte[] REQUEST =
            "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private FirstAnswer() {}

    static CompletableFuture<Instant> watch(int port) {
        CompletableFuture<Instant> first = new CompletableFuture<>();
        Thread watcher = new Thread(
                () -> {
                    try {
                        while (!answers(port)) {
                            Thread.sleep(1);
                        }
                        first.complete(Instant.now());
                    } catch (InterruptedException e) {
                        first.completeExceptionally(e);
                    }
                },
                "answer-" + port);
        watcher.setDaemon(true);
        watcher.start();
        return first;
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(0)); // else it may be given the very port that it is made to
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            if (socket.getLocalPort() == port) {
                return false;
            }
            socket.getOutputStream().write(REQUEST);
            return socket.getInputStream().read() == 'H';
        } catch (IOException e) {
            return false; // it does not listen yet
        }
    }
}
