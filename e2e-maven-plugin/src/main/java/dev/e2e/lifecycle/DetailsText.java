package dev.e2e.lifecycle;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the built-in processes tell of themselves, as people read it. */
final class DetailsText {
    private DetailsText() {}

    /** The lines; what is not known or not as expected is left out, for a process may tell of itself what it likes. */
    static List<String> lines(String details) {
        List<String> lines = new ArrayList<>();
        try {
            JsonObject json = JsonParser.parseString(details).getAsJsonObject();
            if (json.get("last_verified") instanceof JsonObject verified) {
                lines.add(verified(verified));
            }
            if (json.has("lag")) {
                lines.add(lag(json));
            }
            if (json.get("last_cycle") instanceof JsonObject cycle) {
                lines.add(cycle(cycle, json));
            }
        } catch (JsonParseException
                | IllegalStateException
                | NullPointerException
                | NumberFormatException
                | UnsupportedOperationException e) {
            return lines;
        }
        return lines;
    }

    private static String verified(JsonObject snapshot) {
        return "   📦 Verified: snapshot %s (%s), %s in %s"
                .formatted(
                        snapshot.get("snapshot_id").getAsString(),
                        snapshot.get("status").getAsString(),
                        count(snapshot.get("objects"), "object"),
                        count(snapshot.get("chunks"), "chunk"));
    }

    /** Duplicates and dead letters only where there are any. */
    private static String lag(JsonObject json) {
        StringBuilder line = new StringBuilder("   📥 Lag: " + count(json.get("lag"), "record"));
        if (json.get("lag").getAsLong() > 0 && json.has("lag_seconds")) {
            Duration behind = Duration.ofMillis((long) (json.get("lag_seconds").getAsDouble() * 1000));
            line.append(", ").append(Durations.text(behind)).append(" behind");
        }
        for (String[] noun : new String[][] {{"duplicates", "duplicate"}, {"dead_letters", "dead letter"}}) {
            if (json.has(noun[0]) && json.get(noun[0]).getAsLong() > 0) {
                line.append("; ").append(count(json.get(noun[0]), noun[1]));
            }
        }
        return line.toString();
    }

    private static String cycle(JsonObject cycle, JsonObject json) {
        Duration took = Duration.ofMillis(cycle.get("duration_ms").getAsLong());
        Duration next = Duration.ofSeconds(json.get("next_in_seconds").getAsLong());
        return "   🔄 Last cycle: %s, %s in %s; next in %s"
                .formatted(
                        cycle.get("status").getAsString(),
                        count(cycle.get("objects"), "object"),
                        Durations.text(took),
                        Durations.text(next));
    }

    private static String count(JsonElement number, String noun) {
        long count = number.getAsLong();
        return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
    }
}
