package dev.e2e.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The HTTP endpoints of an application, on the loopback interface only: {@code /healthz}, {@code /readyz} (both 200
 * {@code ok}, or 503 with the reason), {@code /status} (JSON) and {@code /metrics} (Prometheus' text format).
 */
public final class HttpEndpoints implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads;

    private HttpEndpoints(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * What the endpoints tell.
     *
     * @param unhealthy the reason why the application is not well; empty when it is
     * @param unready the reason why it is not ready; empty when it is
     * @param status a JSON object
     * @param metrics the application's metrics
     */
    public record Sources(
            Supplier<String> unhealthy,
            Supplier<String> unready,
            Supplier<String> status,
            PrometheusRegistry metrics) {}

    /**
     * Starts the endpoints.
     *
     * @param port as {@link Application#HTTP_PORT}: 0 takes any free one
     * @throws InvalidSettingsException when the port is taken
     */
    public static HttpEndpoints start(int port, Sources sources) throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (BindException e) {
            throw (InvalidSettingsException) new InvalidSettingsException(
                            List.of("%s: expected a free port or 0, got '%d', which is taken"
                                    .formatted(Application.HTTP_PORT.name(), port)))
                    .initCause(e);
        }
        ExecutorService threads = Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task, "http");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/healthz", get("/healthz", exchange -> probe(exchange, sources.unhealthy())));
        server.createContext("/readyz", get("/readyz", exchange -> probe(exchange, sources.unready())));
        server.createContext(
                "/status",
                get(
                        "/status",
                        exchange -> answer(
                                exchange,
                                200,
                                "application/json",
                                sources.status().get())));
        server.createContext("/metrics", new MetricsHandler(sources.metrics()));
        server.start();
        return new HttpEndpoints(server, threads);
    }

    /** The base URL, such as {@code http://127.0.0.1:40123}. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static HttpHandler get(String path, HttpHandler handler) {
        return exchange -> {
            try (exchange) {
                if (!exchange.getRequestURI().getPath().equals(path)) {
                    answer(exchange, 404, "text/plain", "not found\n");
                } else if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
                    answer(exchange, 405, "text/plain", "GET only\n");
                } else {
                    handler.handle(exchange);
                }
            }
        };
    }

    private static void probe(HttpExchange exchange, Supplier<String> problem) throws IOException {
        String reason = problem.get();
        answer(exchange, reason.isEmpty() ? 200 : 503, "text/plain", (reason.isEmpty() ? "ok" : reason) + "\n");
    }

    private static void answer(HttpExchange exchange, int code, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(code, head ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
