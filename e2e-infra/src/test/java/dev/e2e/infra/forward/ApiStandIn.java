package dev.e2e.infra.forward;

import dev.e2e.kubeconfig.ApiServerAccess;
import dev.e2e.kubeconfig.KubeconfigFiles;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An API server with services, pods and their port forwarding, where pods are servers of this test. It drops, hangs and
 * refuses on request.
 */
public final class ApiStandIn implements AutoCloseable {
    /** What becomes of a request for port forwarding. */
    enum Behaviour {
        FORWARD,
        /** The connection is closed without an answer. */
        DROP,
        /** Nothing is answered, and nothing of the open tunnels goes on. */
        HANG,
        /** The answer is 503. */
        REFUSE
    }

    private volatile ServerSocket listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Service> services = new ConcurrentHashMap<>();
    private final Map<String, Pod> pods = new ConcurrentSkipListMap<>();
    private final Map<String, Integer> backends = new ConcurrentHashMap<>();
    private final Set<PodTunnel> tunnels = ConcurrentHashMap.newKeySet();
    private final AtomicInteger uids = new AtomicInteger();
    final AtomicInteger upgrades = new AtomicInteger();
    private volatile Behaviour behaviour = Behaviour.FORWARD;
    private volatile boolean open = true;

    public ApiStandIn() throws IOException {
        goUp();
    }

    private void goUp() {
        ServerSocket current = listener;
        threads.execute(() -> accept(current));
    }

    /** Is gone as a whole, with all that goes through it. */
    void down() throws IOException {
        listener.close();
        breakTunnels();
    }

    /** Is there again, at the same address. */
    void up() throws IOException {
        listener = new ServerSocket(listener.getLocalPort(), 1024, InetAddress.getLoopbackAddress());
        goUp();
    }

    public String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    public Path kubeconfig(Path file) throws IOException {
        return Files.writeString(file, """
                apiVersion: v1
                kind: Config
                current-context: stand-in
                contexts: [{name: stand-in, context: {cluster: stand-in, user: stand-in, namespace: shop}}]
                clusters: [{name: stand-in, cluster: {server: "%s"}}]
                users: [{name: stand-in, user: {token: stand-in}}]
                """.formatted(url()));
    }

    /** The way here, as a kubeconfig in the directory tells it. */
    ApiServerAccess access(Path directory) throws IOException {
        Path file = kubeconfig(directory.resolve("kubeconfig"));
        return ApiServerAccess.of(KubeconfigFiles.find(file.toString(), Map.of()), "", Map.of());
    }

    /** Adds a service of the namespace {@code shop}; it selects the pods with its name in their label {@code app}. */
    public ApiStandIn service(String name, int port, IntOrString targetPort) {
        services.put(
                name,
                new ServiceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("shop")
                        .endMetadata()
                        .withNewSpec()
                        .addToSelector("app", name)
                        .addNewPort()
                        .withName("clients")
                        .withPort(port)
                        .withTargetPort(targetPort)
                        .endPort()
                        .endSpec()
                        .build());
        return this;
    }

    /** Adds a pod whose port 9092, named {@code kafka}, is served by a local port. */
    public ApiStandIn pod(String name, String app, boolean ready, int backend) {
        String uid = "uid-" + uids.incrementAndGet();
        backends.put(name, backend);
        pods.put(
                name,
                new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("shop")
                        .withUid(uid)
                        .addToLabels("app", app)
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("main")
                        .addNewPort()
                        .withName("kafka")
                        .withContainerPort(9092)
                        .endPort()
                        .endContainer()
                        .endSpec()
                        .withNewStatus()
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus(ready ? "True" : "False")
                        .endCondition()
                        .endStatus()
                        .build());
        return this;
    }

    /** Removes a pod and breaks the tunnels to it. */
    public void removePod(String name) {
        pods.remove(name);
        tunnels.stream().filter(tunnel -> tunnel.pod().equals(name)).forEach(PodTunnel::close);
    }

    void behave(Behaviour next) {
        behaviour = next;
    }

    Behaviour behaviour() {
        return behaviour;
    }

    /** Breaks all tunnels without a word. */
    void breakTunnels() {
        tunnels.forEach(PodTunnel::close);
    }

    int openTunnels() {
        return tunnels.size();
    }

    private void accept(ServerSocket current) {
        while (open) {
            try {
                Socket client = current.accept();
                threads.execute(() -> serve(client));
            } catch (IOException | RejectedExecutionException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(new java.io.BufferedInputStream(client.getInputStream()));
            List<String> head = head(in);
            String path = head.get(0).split(" ", -1)[1];
            if (path.contains("/portforward")) {
                forward(client, in, path, headers(head));
            } else {
                answer(client, path);
            }
        } catch (IOException | IndexOutOfBoundsException e) {
            // The client is gone, or this is closed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void forward(Socket client, DataInputStream in, String path, Map<String, String> headers)
            throws IOException, InterruptedException {
        upgrades.incrementAndGet();
        awaitMotion();
        String pod = path.replaceFirst(".*/pods/([^/]+)/.*", "$1");
        if (behaviour == Behaviour.REFUSE || !pods.containsKey(pod)) {
            write(client, behaviour == Behaviour.REFUSE ? "503 Service Unavailable" : "404 Not Found", "");
        } else if (behaviour == Behaviour.FORWARD) {
            client.getOutputStream()
                    .write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                    + "Sec-WebSocket-Protocol: v4.channel.k8s.io\r\nSec-WebSocket-Accept: "
                                    + WebSocketFrames.accept(headers.get("sec-websocket-key")) + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            PodTunnel tunnel = new PodTunnel(this, pod, client, new WebSocketFrames(in, client.getOutputStream()));
            tunnels.add(tunnel);
            try {
                tunnel.carry(backends.get(pod), threads);
            } finally {
                tunnels.remove(tunnel);
            }
        }
    }

    /** Waits while everything hangs. */
    void awaitMotion() throws InterruptedException {
        while (open && behaviour == Behaviour.HANG) {
            Thread.sleep(5);
        }
    }

    private void answer(Socket client, String path) throws IOException {
        String[] parts = path.replaceFirst("[?].*", "").split("/", -1);
        String name = parts[parts.length - 1];
        Object found;
        if (path.equals("/version")) {
            found = Map.of("gitVersion", "v1.34.1");
        } else if (name.equals("pods")) {
            String app = path.replaceFirst(".*labelSelector=app(=|%3D)", "");
            found = new PodListBuilder()
                    .withItems(pods.values().stream()
                            .filter(pod ->
                                    app.equals(pod.getMetadata().getLabels().get("app")))
                            .toList())
                    .build();
        } else {
            found = path.contains("/services/") ? services.get(name) : pods.get(name);
        }
        write(client, found == null ? "404 Not Found" : "200 OK", found == null ? "{}" : Serialization.asJson(found));
    }

    private static void write(Socket client, String status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                .formatted(status, bytes.length);
        client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().write(bytes);
    }

    private static List<String> head(DataInputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                if (line.isEmpty()) {
                    break;
                }
                lines.add(line.toString());
                line.setLength(0);
            } else if (c != '\r') {
                line.append((char) c);
            }
        }
        return lines;
    }

    private static Map<String, String> headers(List<String> head) {
        Map<String, String> headers = new TreeMap<>();
        for (String line : head.subList(1, head.size())) {
            String[] pair = line.split(":", 2);
            headers.put(pair[0].strip().toLowerCase(Locale.ROOT), pair[1].strip());
        }
        return headers;
    }

    @Override
    public void close() throws IOException {
        open = false;
        listener.close();
        breakTunnels();
        threads.shutdownNow();
    }
}
