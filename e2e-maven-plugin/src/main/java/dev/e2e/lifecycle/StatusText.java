package dev.e2e.lifecycle;

import dev.e2e.lifecycle.StatusReport.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The status as people read it. */
public final class StatusText {
    private static final long MEBIBYTE = 1024 * 1024;

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
                lines.add(facts(entry));
                String details = entry.details();
                if (details != null) {
                    lines.addAll(DetailsText.lines(details));
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

    /** How long, whether ready, and how much of the memory. */
    private static String facts(Entry entry) {
        Duration uptime = entry.uptime();
        Long memory = entry.memory();
        return "   🕒 "
                + (uptime == null ? "" : "Up " + Durations.text(uptime) + ", ")
                + (entry.ready() == StatusReport.Readiness.READY ? "ready" : "not ready")
                + (memory == null ? "" : ", " + (memory + MEBIBYTE / 2) / MEBIBYTE + " MB in memory");
    }
}
