package dev.e2e.collector;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** What a stub of the API server answers, and how it misbehaves. */
final class StubAnswers {
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
                refusal(exchange, 410, "The provided continue parameter is too old");
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
}
