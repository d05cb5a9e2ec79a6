package dev.e2e.collector;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** An API server that pages its lists as a real one does, and misbehaves on request. */
final class StubApiServer implements AutoCloseable {
    static final String CLUSTER_ID = "11111111-2222-3333-4444-555555555555";
    static final String KUBE_SYSTEM = "api/v1/namespaces/kube-system";

    private final HttpServer server;
    private final String scheme;
    private final List<String> serverNames = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final StubObjects objects = new StubObjects();
    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final WatchFeed feed = new WatchFeed();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** What is done with a request in place of a good answer; returns whether it was. */
    @FunctionalInterface
    interface Behaviour {
        boolean answer(HttpExchange exchange, Map<String, String> query) throws IOException;
    }

    /** Whether a server that speaks TLS asks its clients who they are. */
    enum ClientCertificate {
        NONE,
        NEEDED
    }

    StubApiServer() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), "http");
    }

    StubApiServer(SSLContext context, ClientCertificate wanted) throws IOException {
        this(tls(context, wanted), "https");
    }

    private static HttpsServer tls(SSLContext context, ClientCertificate wanted) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = context.getDefaultSSLParameters();
                ssl.setNeedClientAuth(wanted == ClientCertificate.NEEDED);
                parameters.setSSLParameters(ssl);
            }
        });
        return server;
    }

    private StubApiServer(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The names by which clients asked for this server in TLS, so far. */
    List<String> serverNames() {
        return serverNames;
    }

    String url() {
        return scheme + "://127.0.0.1:" + port() + "/";
    }

    /** Adds an object; its identity comes from the count of its kind. */
    StubApiServer add(Kind kind, String name, String rest) {
        objects.add(kind, name, rest);
        return this;
    }

    /** Adds an object as it stands. */
    StubApiServer addJson(Kind kind, String json) {
        objects.add(kind, json);
        return this;
    }

    /** Has so many objects of a kind, and no others. */
    StubApiServer addMany(Kind kind, int count, String rest) {
        objects.many(kind, count, rest);
        return this;
    }

    StubApiServer behave(Kind kind, Behaviour behaviour) {
        return behave(kind.path(), behaviour);
    }

    StubApiServer behave(String path, Behaviour behaviour) {
        behaviours.put(path, behaviour);
        return this;
    }

    StubApiServer wellBehaved() {
        behaviours.clear();
        return this;
    }

    /** What its watches send. */
    WatchFeed feed() {
        return feed;
    }

    /** All requests so far: path and query. */
    List<String> requests() {
        return requests;
    }

    List<String> watches(Kind kind) {
        return requests.stream()
                .filter(request -> request.startsWith("/" + kind.path() + "?watch=true"))
                .toList();
    }

    List<String> requests(Kind kind) {
        return requests.stream()
                .filter(request -> request.startsWith("/" + kind.path() + "?"))
                .toList();
    }

    /** Writes a kubeconfig for this server. */
    Path kubeconfig(Path directory) throws IOException {
        return TestObjects.kubeconfig(directory.resolve("kubeconfig"), "stub", url());
    }

    /** Takes the request and never answers. */
    Behaviour hang() {
        return (exchange, query) -> {
            awaitClose();
            exchange.close();
            return true;
        };
    }

    /** Sends the first bytes of a list, and then nothing more. */
    Behaviour hangInTheMiddle() {
        return (exchange, query) -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("{\"kind\":\"List\",\"items\":[".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            awaitClose();
            exchange.close();
            return true;
        };
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI uri = exchange.getRequestURI();
            requests.add(uri.toString());
            if (exchange instanceof HttpsExchange tls && tls.getSSLSession() instanceof ExtendedSSLSession session) {
                session.getRequestedServerNames()
                        .forEach(name -> serverNames.add(new String(name.getEncoded(), StandardCharsets.US_ASCII)));
            }
            String path = uri.getPath().substring(1);
            Map<String, String> query = query(uri);
            Behaviour behaviour = behaviours.get(path);
            if (behaviour != null && behaviour.answer(exchange, query)) {
                return;
            }
            if (path.equals("version")) {
                StubAnswers.send(exchange, 200, "{\"major\":\"1\",\"minor\":\"34\",\"gitVersion\":\"v1.34.1\"}");
            } else if (path.equals(KUBE_SYSTEM)) {
                StubAnswers.send(
                        exchange,
                        200,
                        "{\"metadata\":{\"name\":\"kube-system\",\"uid\":\"%s\"}}".formatted(CLUSTER_ID));
            } else if (query.containsKey("watch")) {
                feed.serve(exchange, path);
            } else {
                StubAnswers.list(exchange, objects.selected(path, query), query);
            }
        }
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new LinkedHashMap<>();
        if (uri.getRawQuery() != null) {
            for (String part : uri.getRawQuery().split("&", -1)) {
                String[] pair = part.split("=", 2);
                query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private void awaitClose() {
        await(closing);
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
