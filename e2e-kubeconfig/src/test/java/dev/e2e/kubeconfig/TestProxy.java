package dev.e2e.kubeconfig;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP proxy that leads every tunnel to one server, whatever it is asked for, and notes what that was. */
public final class TestProxy implements AutoCloseable {
    private static final String CREDENTIALS = "Proxy-Authorization: ";

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> credentials = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final int target;

    public TestProxy(int target) throws IOException {
        this.target = target;
        threads.execute(this::accept);
    }

    public String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /** The first lines of what was asked for. */
    public List<String> requests() {
        return requests;
    }

    /** What it was told about who asks. */
    public List<String> credentials() {
        return credentials;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                open.add(client);
                threads.execute(() -> tunnel(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void tunnel(Socket client) {
        try {
            String head = head(client.getInputStream());
            requests.add(head.lines().findFirst().orElse(""));
            head.lines()
                    .filter(line -> line.regionMatches(true, 0, CREDENTIALS, 0, CREDENTIALS.length()))
                    .forEach(line -> credentials.add(line.substring(CREDENTIALS.length())));
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(server);
            client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            threads.execute(() -> copy(client, server));
            copy(server, client);
        } catch (IOException e) {
            // one of them is gone, and so is the tunnel
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended in the middle of a request");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one of them is gone, and so is the tunnel
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
