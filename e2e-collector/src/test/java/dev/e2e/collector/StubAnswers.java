package dev.e2e.collector;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What a stub of the API server answers, and how it misbehaves. */
final class StubAnswers {
    /** In the words of a real one; the token that it offers mixes two moments, and is not to be used. */
    private static final String EXPIRED = """
            {"kind":"Status","apiVersion":"v1","metadata":{"continue":"an inconsistent one"},"status":"Failure",
             "message":"The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results.",
             "reason":"Expired","code":410}""";

    private StubAnswers() {}

    /** Answers with a status, as the API server words it. */
    static StubApiServer.Behaviour refuse(int code, String message) {
        return (exchange, query) -> {
            refusal(exchange, code, message);
            return true;
        };
    }

    /** Answers with a document. */
    static StubApiServer.Behaviour answer(String document) {
        return (exchange, query) -> {
            send(exchange, 200, document);
            return true;
        };
    }

    /** Says of a page that it has expired, so often. */
    static StubApiServer.Behaviour expireAt(String page, int times) {
        AtomicInteger left = new AtomicInteger(times);
        return (exchange, query) -> {
            boolean expired = query.getOrDefault("continue", "").equals(page) && left.getAndDecrement() > 0;
            if (expired) {
                send(exchange, 410, EXPIRED);
            }
            return expired;
        };
    }

    /** Is busy for so many requests. */
    static StubApiServer.Behaviour busy(int times, String retryAfter) {
        AtomicInteger left = new AtomicInteger(times);
        return (exchange, query) -> {
            boolean busy = left.getAndDecrement() > 0;
            if (busy) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
                refusal(exchange, 429, "too many requests");
            }
            return busy;
        };
    }

    /** Sends one object of a list, and then closes the connection although more was promised. */
    static StubApiServer.Behaviour breakOff(String object) {
        return (exchange, query) -> {
            byte[] bytes = ("{\"kind\":\"List\",\"items\":[" + object + ",").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length + 1000L);
            exchange.getResponseBody().write(bytes);
            exchange.getResponseBody().flush();
            exchange.close();
            return true;
        };
    }

    /** Closes the connection without an answer. */
    static StubApiServer.Behaviour hangUp() {
        return (exchange, query) -> {
            exchange.close();
            return true;
        };
    }

    static void refusal(HttpExchange exchange, int code, String message) throws IOException {
        send(exchange, code, "{\"kind\":\"Status\",\"code\":%d,\"message\":\"%s\"}".formatted(code, message));
    }

    static void send(HttpExchange exchange, int code, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    /** A page of a list. */
    static void list(HttpExchange exchange, List<String> all, Map<String, String> query) throws IOException {
        if (query.containsKey("resourceVersion")) {
            throw new IllegalStateException("an API server takes this as leave to ignore the limit: " + query);
        }
        int from = Integer.parseInt(query.getOrDefault("continue", "from 0").substring("from ".length()));
        int to = Math.min(all.size(), from + Integer.parseInt(query.get("limit")));
        String next = to < all.size() ? ",\"continue\":\"from %d\"".formatted(to) : "";
        send(
                exchange,
                200,
                "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"4711\"%s},\"items\":[%s]}"
                        .formatted(next, String.join(",", all.subList(from, to))));
    }
}
