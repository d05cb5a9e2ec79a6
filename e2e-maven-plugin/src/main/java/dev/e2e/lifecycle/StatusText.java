package dev.e2e.lifecycle;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.e2e.lifecycle.StatusReport.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The status as people read it. */
public final class StatusText {
    private StatusText() {}

    /** The lines. */
    public static List<String> render(StatusReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("📊 E2E Background Process Status:");
        for (Entry entry : report.processes()) {
            lines.add(line(entry));
            StatusReport.Ended ended = entry.ended();
            if (ended != null) {
                lines.add("   📁 Logs: " + entry.log() + (ended.lastLines().isEmpty() ? "" : ", its last lines:"));
                ended.lastLines().forEach(line -> lines.add("   | " + line));
            }
            if (entry.alive()) {
                lines.add("   📁 Logs: tail -f " + entry.log());
                String details = entry.details();
                if (details != null) {
                    verified(details, lines);
                }
            }
        }
        return lines;
    }

    private static String line(Entry entry) {
        String name = entry.name().display();
        return switch (entry.state()) {
            case RUNNING -> "✅ %s running (PID: %d)".formatted(name, entry.pid());
            case STARTING ->
                entry.pid() == null
                        ? "⏳ %s starting".formatted(name)
                        : "⏳ %s starting (PID: %d)%s".formatted(name, entry.pid(), reason(entry));
            case STOPPING -> "⏳ %s stopping (PID: %d)%s".formatted(name, entry.pid(), reason(entry));
            case STOPPED -> "⚪ %s not running".formatted(name);
            case STALE -> "❌ %s not running (%s)".formatted(name, entry.reason());
            case FOREIGN -> "❌ %s not running (stale PID file: %s)".formatted(name, entry.reason());
            case UNVERIFIABLE ->
                entry.pid() == null
                        ? "❓ %s cannot be told: %s".formatted(name, entry.reason())
                        : "❓ %s cannot be told: %s, and PID %d lives, whose it is nothing proves"
                                .formatted(name, entry.reason(), entry.pid());
        };
    }

    private static String reason(Entry entry) {
        return entry.reason().isEmpty() ? "" : ": " + entry.reason();
    }

    /** The consumer's last verified snapshot, where there is one. */
    private static void verified(String details, List<String> lines) {
        try {
            JsonObject json = JsonParser.parseString(details).getAsJsonObject();
            if (json.get("last_verified") instanceof JsonObject verified) {
                lines.add("   📦 Verified: snapshot %s (%s), %s objects in %s chunks"
                        .formatted(
                                verified.get("snapshot_id").getAsString(),
                                verified.get("status").getAsString(),
                                String.format(
                                        Locale.ROOT,
                                        "%,d",
                                        verified.get("objects").getAsLong()),
                                verified.get("chunks").getAsString()));
            }
        } catch (JsonParseException | IllegalStateException | NullPointerException | UnsupportedOperationException e) {
            return; // a process may tell of itself what it likes; only what we know is shown
        }
    }
}
