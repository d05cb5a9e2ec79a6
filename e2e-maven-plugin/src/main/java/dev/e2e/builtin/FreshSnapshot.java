package dev.e2e.builtin;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.e2e.lifecycle.HttpDetails;
import dev.e2e.process.Deadline;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A snapshot that the consumer has verified.
 *
 * @param status {@code complete} or {@code partial}
 * @param kinds how many objects of each kind
 */
public record FreshSnapshot(String id, String status, long objects, long chunks, Map<String, Long> kinds) {
    private static final Duration PAUSE = Duration.ofMillis(100);

    /**
     * Waits for one.
     *
     * @param consumer the URL that the consumer published
     * @param after it has to be verified later than that
     * @return empty when there is none within the time
     */
    public static Optional<FreshSnapshot> await(String consumer, Instant after, Duration atMost)
            throws InterruptedException {
        HttpDetails status = new HttpDetails();
        Deadline deadline = Deadline.after(atMost);
        while (true) {
            Optional<FreshSnapshot> snapshot =
                    status.of(Map.of("url", consumer)).flatMap(details -> verified(details, after));
            if (snapshot.isPresent() || deadline.hasPassed()) {
                return snapshot;
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    /** The last one that a consumer's status tells of. */
    static Optional<FreshSnapshot> verified(String details, Instant after) {
        try {
            JsonElement last = JsonParser.parseString(details).getAsJsonObject().get("last_verified");
            if (!(last instanceof JsonObject json)
                    || !Instant.parse(json.get("verified_at").getAsString()).isAfter(after)) {
                return Optional.empty();
            }
            return Optional.of(of(json));
        } catch (JsonParseException | IllegalStateException | NullPointerException | DateTimeException e) {
            return Optional.empty(); // what answers is no consumer of ours
        }
    }

    /** The one that a consumer tells of. */
    static FreshSnapshot of(JsonObject json) {
        Map<String, Long> kinds = new TreeMap<>();
        json.getAsJsonObject("kinds")
                .entrySet()
                .forEach(kind -> kinds.put(kind.getKey(), kind.getValue().getAsLong()));
        return new FreshSnapshot(
                json.get("snapshot_id").getAsString(),
                json.get("status").getAsString(),
                json.get("objects").getAsLong(),
                json.get("chunks").getAsLong(),
                kinds);
    }

    /** For people. */
    public String text() {
        StringBuilder counts = new StringBuilder();
        kinds.forEach((kind, count) -> {
            if (count > 0) {
                counts.append(counts.isEmpty() ? "" : ", ")
                        .append(kind)
                        .append(' ')
                        .append(count);
            }
        });
        return "%s, %,d objects in %d chunks (%s)".formatted(status, objects, chunks, counts);
    }
}
