package dev.e2e.collector;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;

/** The events that a stub of the API server sends to watches, of which the last one of a path is read. */
final class WatchFeed {
    private static final String HALF =
            "{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"half\",\"resourceVersion\":\"9";

    private final Map<String, BlockingDeque<String>> events = new ConcurrentHashMap<>();
    private final Map<String, HttpExchange> current = new ConcurrentHashMap<>();
    private final Map<String, Integer> opened = new ConcurrentHashMap<>();

    /** Sends an event to a watch of the kind, the one that is open or else the next. */
    void event(Kind kind, String type, String object) {
        events(kind.path()).add("{\"type\":\"%s\",\"object\":%s}%n".formatted(type, object));
    }

    /** Closes a watch of the kind, as a server does after the time that it was asked for. */
    void close(Kind kind) {
        events(kind.path()).add("");
    }

    /** Sends the first half of an event, and cuts the connection. */
    void cut(Kind kind) {
        events(kind.path()).add(HALF);
    }

    /** How many watches of the kind were opened; events are for the last one. */
    int opened(Kind kind) {
        return opened.getOrDefault(kind.path(), 0);
    }

    /** Sends what comes until it is closed. */
    void serve(HttpExchange exchange, String path) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        out.flush();
        current.put(path, exchange);
        opened.merge(path, 1, Integer::sum);
        BlockingDeque<String> queue = events(path);
        try {
            for (String event = queue.take(); !event.isEmpty(); event = queue.take()) {
                if (current.get(path) != exchange) {
                    // Nobody reads this watch any more: the event is for its successor.
                    queue.putFirst(event);
                    return;
                }
                out.write(event.getBytes(StandardCharsets.UTF_8));
                out.flush();
                if (event.equals(HALF)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private BlockingDeque<String> events(String path) {
        return events.computeIfAbsent(path, each -> new LinkedBlockingDeque<>());
    }
}
