package dev.e2e.bench.collector;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An API server with nothing but pods, each of 7 kB, in pages as a real one gives them out. */
final class PodServer implements AutoCloseable {
    private static final Pattern LIMIT = Pattern.compile("[?&]limit=(\\d+)");
    private static final Pattern CONTINUE = Pattern.compile("[?&]continue=(\\d+)");
    /** Stands in the template where the pod's number of eight digits is to be. */
    private static final Pattern PLACE = Pattern.compile("@{8}");

    static {
        // Or the JDK's server waits with each small body until the client has acknowledged its headers, 40 ms; API
        // servers,
        // as everything in Go, do not.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final byte[] pod;
    private final List<Integer> places;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile int pods;

    PodServer() throws IOException {
        try (InputStream template = Objects.requireNonNull(PodServer.class.getResourceAsStream("pod.json"))) {
            String text = new String(template.readAllBytes(), StandardCharsets.US_ASCII).strip();
            places = PLACE.matcher(text).results().map(MatchResult::start).toList();
            pod = ascii(text);
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Sets how many there are, and counts requests for pages anew. */
    void pods(int number) {
        pods = number;
        requests.set(0);
    }

    /** Pages that were asked for. */
    int requests() {
        return requests.get();
    }

    int podSize() {
        return pod.length;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            if (path.equals("/api/v1/pods")) {
                requests.incrementAndGet();
                page(exchange, exchange.getRequestURI().getRawQuery());
            } else if (path.equals("/version")) {
                send(exchange, "{\"gitVersion\":\"v1.34.1\"}");
            } else if (path.equals("/api/v1/namespaces/kube-system")) {
                send(exchange, "{\"metadata\":{\"name\":\"kube-system\",\"uid\":\"1-2-3\"}}");
            } else {
                send(
                        exchange,
                        "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[]}");
            }
        }
    }

    private void page(HttpExchange exchange, String query) throws IOException {
        int from = number(CONTINUE, query, 0);
        int to = Math.min(pods, from + number(LIMIT, query, pods));
        String next = to < pods ? ",\"continue\":\"%d\",\"remainingItemCount\":%d".formatted(to, pods - to) : "";
        byte[] head = ascii(
                "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"7\"%s},\"items\":["
                        .formatted(next));
        byte[] end = ascii("]}\n");
        long commas = Math.max(0, to - from - 1);
        exchange.sendResponseHeaders(200, head.length + (long) (to - from) * pod.length + commas + end.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(head);
            byte[] numbered = pod.clone();
            for (int i = from; i < to; i++) {
                if (i > from) {
                    out.write(',');
                }
                number(numbered, i);
                out.write(numbered);
            }
            out.write(end);
        }
    }

    private void number(byte[] target, int number) {
        byte[] digits = ascii("%08d".formatted(number));
        places.forEach(place -> System.arraycopy(digits, 0, target, place, digits.length));
    }

    private static int number(Pattern pattern, String query, int otherwise) {
        Matcher matcher = pattern.matcher(query == null ? "" : "?" + query);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : otherwise;
    }

    private static void send(HttpExchange exchange, String document) throws IOException {
        byte[] bytes = ascii(document);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
