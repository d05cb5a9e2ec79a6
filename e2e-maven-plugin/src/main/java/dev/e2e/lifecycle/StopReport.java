package dev.e2e.lifecycle;

import dev.e2e.process.ProcessName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How each process of a stop went. */
public record StopReport(Map<ProcessName, Result> results) {

    public StopReport {
        results = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(results));
    }

    /** How the stop of one process went. */
    public sealed interface Result {

        /** It ended by itself after TERM. */
        record Stopped(long pid, Duration took) implements Result {}

        /** It had to be killed after its grace. */
        record Killed(long pid, Duration took) implements Result {}

        /** Nothing ran, nothing lay there. */
        record NotRunning() implements Result {}

        /** Nothing of ours ran; its files were removed. */
        record StaleRemoved(String reason) implements Result {}

        /** Something runs that is not proved to be ours. */
        record LeftAlone(long pid, String reason) implements Result {}

        /** It lives even after KILL. */
        record Survived(List<Long> pids) implements Result {}
    }

    /** One line for each process of which there is something to say. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        results.forEach((name, result) -> {
            if (!(result instanceof Result.NotRunning)) {
                lines.add(line(name, result));
            }
        });
        return lines;
    }

    private static String line(ProcessName name, Result result) {
        if (result instanceof Result.Stopped stopped) {
            return "✅ %s stopped (PID: %d) in %s"
                    .formatted(name.display(), stopped.pid(), Durations.text(stopped.took()));
        }
        if (result instanceof Result.Killed killed) {
            return "✅ %s killed (PID: %d), it had not ended within %s"
                    .formatted(name.display(), killed.pid(), Durations.text(killed.took()));
        }
        if (result instanceof Result.StaleRemoved stale) {
            return "⚪ %s not running (%s; its files were removed)".formatted(name.display(), stale.reason());
        }
        if (result instanceof Result.LeftAlone left) {
            return "❌ %s left alone: %s, PID %d; nothing proves that it is ours"
                    .formatted(name.display(), left.reason(), left.pid());
        }
        if (result instanceof Result.Survived survived) {
            return "❌ %s survived KILL (PIDs: %s)".formatted(name.display(), survived.pids());
        }
        return "⚪ %s not running".formatted(name.display());
    }

    /** What stands against "all of them are stopped"; empty when nothing does. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        results.forEach((name, result) -> {
            if (result instanceof Result.LeftAlone left) {
                problems.add(
                        "Process '%s' was not stopped: %s, and PID %d lives, whose it is nothing proves; look at it with 'ps -fp %d', then end it and remove its e2e-%s-bg.* files"
                                .formatted(name, left.reason(), left.pid(), left.pid(), name));
            } else if (result instanceof Result.Survived survived) {
                problems.add(
                        "Process '%s' survived KILL (PIDs %s); see what holds it with 'ps -o pid,stat,wchan,args -p %s'"
                                .formatted(
                                        name, survived.pids(), survived.pids().get(0)));
            }
        });
        return problems;
    }
}
