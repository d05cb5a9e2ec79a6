package dev.e2e.infra;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The embedded services of one process, started side by side and stopped in the reverse order of their names. */
final class EmbeddedServices implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedServices.class);
    private static final Duration START_WITHIN = Duration.ofSeconds(60);

    /** A service that runs. */
    private record Running(String name, Map<String, String> published, Runnable stop) {}

    private final Deque<Running> running = new ArrayDeque<>();
    private final Map<String, String> published = new LinkedHashMap<>();

    private EmbeddedServices() {}

    /**
     * How they are started.
     *
     * @param directory for their data
     * @param topic is made in Kafka
     * @param kafkaPort 0 for any free one
     * @param kubernetesPort 0 for any free one
     */
    record Plan(Path directory, String topic, int kafkaPort, int kubernetesPort) {}

    /** Starts services; all of them are ready when this returns, and none runs when it throws. */
    static EmbeddedServices start(Set<InfraService> services, Plan plan) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(services.size(), task -> {
            Thread thread = new Thread(task, "start");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Running>> starts = services.stream()
                    .map(service -> threads.submit(starting(service, plan)))
                    .toList();
            return collect(starts);
        } finally {
            threads.shutdown();
        }
    }

    /** What others need to reach the services: {@code bootstrapServers}, {@code kubeconfig}, {@code kubernetesUrl}. */
    Map<String, String> published() {
        return Map.copyOf(published);
    }

    @Override
    public void close() {
        while (!running.isEmpty()) {
            Running last = running.removeLast();
            last.stop().run();
            log.info("{} stopped", last.name());
        }
    }

    private static EmbeddedServices collect(List<Future<Running>> starts) throws Exception {
        EmbeddedServices services = new EmbeddedServices();
        Exception failure = null;
        for (Future<Running> start : starts) {
            try {
                Running service = start.get(START_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
                services.running.addLast(service);
                services.published.putAll(service.published());
            } catch (ExecutionException e) {
                failure = e.getCause() instanceof Exception cause ? cause : e;
            } catch (TimeoutException e) {
                failure = new IllegalStateException(
                        "A service was not ready within %d s".formatted(START_WITHIN.toSeconds()), e);
            }
        }
        if (failure != null) {
            services.close();
            throw failure;
        }
        return services;
    }

    private static Callable<Running> starting(InfraService service, Plan plan) {
        return switch (service) {
            case KAFKA ->
                () -> {
                    long began = System.nanoTime();
                    EmbeddedKafka kafka = kafka(plan);
                    log.info(
                            "Kafka started at {} with topic {} in {} ms",
                            kafka.bootstrapServers(),
                            plan.topic(),
                            millisSince(began));
                    return new Running("Kafka", Map.of("bootstrapServers", kafka.bootstrapServers()), kafka::close);
                };
            case KUBERNETES ->
                () -> {
                    long began = System.nanoTime();
                    EmbeddedKubernetes kubernetes = EmbeddedKubernetes.start(plan.directory(), plan.kubernetesPort());
                    log.info(
                            "Kubernetes API {} started at {} in {} ms",
                            ClusterFixture.KUBERNETES_VERSION,
                            kubernetes.url(),
                            millisSince(began));
                    return new Running(
                            "Kubernetes API",
                            Map.of(
                                    "kubeconfig", kubernetes.kubeconfig().toString(),
                                    "kubernetesUrl", kubernetes.url()),
                            kubernetes::close);
                };
        };
    }

    private static EmbeddedKafka kafka(Plan plan) {
        Path data = plan.directory().resolve("kafka");
        return plan.kafkaPort() == 0
                ? EmbeddedKafka.start(data, List.of(plan.topic()))
                : EmbeddedKafka.start(data, plan.kafkaPort(), List.of(plan.topic()));
    }

    private static long millisSince(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime).toMillis();
    }
}
