package dev.e2e.infra;

import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A Kubernetes API server in this JVM, on the loopback interface, with the cluster of {@link ClusterFixture} in it. It
 * creates, lists, changes, deletes and watches objects; it runs nothing, pages no lists and lets everybody in.
 */
public final class EmbeddedKubernetes implements AutoCloseable {
    /** Held here, since the log's registry would forget it and with it the level: the mock logs each request. */
    private static final Logger REQUESTS = Logger.getLogger(MockWebServer.class.getName());

    private final MockWebServer server;
    private final Path kubeconfig;

    private EmbeddedKubernetes(MockWebServer server, Path kubeconfig) {
        this.server = server;
        this.kubeconfig = kubeconfig;
    }

    /**
     * Starts an API server on a free port and writes its kubeconfig; it is ready when this returns.
     *
     * @param directory for the file {@code kubeconfig}; made where it does not exist
     * @throws IllegalStateException when the server does not start
     * @throws UncheckedIOException when the kubeconfig cannot be written
     */
    public static EmbeddedKubernetes start(Path directory) {
        return start(directory, 0);
    }

    /** The same on this port; 0 for any free one. */
    static EmbeddedKubernetes start(Path directory, int port) {
        REQUESTS.setLevel(Level.WARNING);
        ClusterApi api = new ClusterApi(ClusterFixture.objects());
        MockWebServer server = new MockWebServer();
        EmbeddedKubernetes kubernetes =
                new EmbeddedKubernetes(server, directory.toAbsolutePath().resolve("kubeconfig"));
        try {
            server.setDispatcher(api);
            // Clients of the JDK ask for an upgrade to HTTP/2, and get confused by the mock's answer.
            server.setHttp2ClearTextEnabled(false);
            server.start(InetAddress.getLoopbackAddress(), port);
            Files.createDirectories(directory);
            Kubeconfig.write(kubernetes.kubeconfig, kubernetes.url());
            return kubernetes;
        } catch (IOException e) {
            kubernetes.close();
            throw new UncheckedIOException("The kubeconfig could not be written to " + kubernetes.kubeconfig, e);
        } catch (RuntimeException e) {
            kubernetes.close();
            throw e;
        }
    }

    /** The kubeconfig, an absolute path; its current context is {@code e2e-embedded}. */
    public Path kubeconfig() {
        return kubeconfig;
    }

    /** The base URL, such as {@code http://127.0.0.1:40123}. */
    public String url() {
        return "http://" + Ports.LOOPBACK + ":" + server.getPort();
    }

    /** Stops the server and deletes the kubeconfig. Further calls change nothing. */
    @Override
    public void close() {
        server.shutdown();
        try {
            Files.deleteIfExists(kubeconfig);
        } catch (IOException e) {
            throw new UncheckedIOException("The kubeconfig could not be deleted: " + kubeconfig, e);
        }
    }
}
