package dev.e2e.infra.forward;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What runs in a pod: begins each connection with a greeting, and sends back what it gets. */
public final class EchoServer implements AutoCloseable {
    private final String greeting;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile CountDownLatch goOn = new CountDownLatch(0);
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

    public EchoServer(String greeting) throws IOException {
        this.greeting = greeting;
        listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    int openConnections() {
        return clients.size();
    }

    /** Reads nothing until it goes on. */
    void pause() {
        goOn = new CountDownLatch(1);
    }

    void goOn() {
        goOn.countDown();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                threads.execute(() -> echo(client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void echo(Socket client) {
        clients.add(client);
        byte[] buffer = new byte[65536];
        try (client) {
            client.setTcpNoDelay(true);
            client.getOutputStream().write(greeting.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            InputStream in = client.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                goOn.await();
                client.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException e) {
            // Ended from the other side.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            clients.remove(client);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket client : clients) {
            client.close();
        }
        threads.shutdownNow();
    }
}
