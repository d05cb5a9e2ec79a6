package dev.e2e.infra.forward;

import dev.e2e.kubeconfig.ApiServerAccess;
import dev.e2e.runtime.Application;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The cluster that is forwarded to: its API, and tunnels to its pods. */
final class Cluster implements AutoCloseable {
    /** For an answer of the API server, and for that of a pod's node. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

    private static final int IDLE_THREAD_SECONDS = 10;

    private final KubernetesClient client;
    private final TargetResolver resolver;
    private final String server;
    /** Discards what comes after its end: tunnels tell of their own ends then, to nobody. */
    private final ExecutorService threads = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Cluster::thread,
            new ThreadPoolExecutor.DiscardPolicy());

    /** Makes the client, with what a credential plugin says; nothing is sent yet. */
    Cluster(ApiServerAccess access) {
        // Forwards repeat what fails themselves, with their own pauses and the reason in their state.
        Config config = access.config(
                "e2e-port-forward/" + Application.version(),
                new ApiServerAccess.Limits(ANSWER_WITHIN, ANSWER_WITHIN, ApiServerAccess.Limits.PLUGIN));
        client = new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(access.clients(config))
                .build();
        resolver = new TargetResolver(client);
        String url = client.getMasterUrl().toString();
        server = url.endsWith("/") ? url : url + "/";
    }

    /** The namespace of the kubeconfig's context; {@code default} where it has none. */
    String currentNamespace() {
        return Objects.requireNonNullElse(client.getNamespace(), "default");
    }

    /** A ready pod for the forward; see {@link TargetResolver#resolve}. */
    Target resolve(ForwardSpec spec, Set<String> avoided, @Nullable Target preferred) throws UnavailableException {
        return resolver.resolve(spec, avoided, preferred);
    }

    /** An open tunnel; see {@link Tunnel#open}. */
    Tunnel open(Target target, Tunnel.Sink sink) throws UnavailableException, InterruptedException {
        return Tunnel.open(client.getHttpClient(), server, target, sink, threads, ANSWER_WITHIN);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "forward");
        thread.setDaemon(true);
        return thread;
    }

    /** Runs a task on a thread of its own. */
    void run(Runnable task) {
        threads.execute(task);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        client.close();
    }
}
