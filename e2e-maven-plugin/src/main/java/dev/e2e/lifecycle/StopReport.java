package dev.e2e.lifecycle;

import dev.e2e.process.ProcessName;
import dev.e2e.process.StopRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/** How each process of a stop went. */
public record StopReport(Map<ProcessName, Result> results) {

    public StopReport {
        results = Collections.unmodifiableMap(new TreeMap<>(results));
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

        /** Other modules of the build use it. */
        record Kept(SortedSet<String> users) implements Result {}

        /**
         * It was ready and had ended by itself before it was stopped.
         *
         * @param ended how
         * @param earlyExit what is made of that
         */
        record Died(long pid, StatusReport.Ended ended, StopRules.EarlyExit earlyExit, Path log) implements Result {}

        /** It lives even after KILL. */
        record Survived(List<Long> pids) implements Result {}
    }

    StopReport with(Map<ProcessName, Result> more) {
        Map<ProcessName, Result> all = new TreeMap<>(results);
        all.putAll(more);
        return new StopReport(all);
    }

    /** Whether some go on for other modules of the build. */
    public boolean hasKept() {
        return results.values().stream().anyMatch(Result.Kept.class::isInstance);
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
        if (result instanceof Result.Kept kept) {
            return "⚪ %s kept for %s".formatted(name.display(), String.join(", ", kept.users()));
        }
        if (result instanceof Result.Died died) {
            return "%s %s not running (PID %d %s; its files were removed)"
                    .formatted(
                            died.earlyExit() == StopRules.EarlyExit.FAILS ? "❌" : "⚪",
                            name.display(),
                            died.pid(),
                            died.ended().how());
        }
        return "⚪ %s not running".formatted(name.display());
    }

    /** What is wrong; empty when all of them are stopped and none had died before. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>(obstacles());
        results.forEach((name, result) -> {
            if (result instanceof Result.Died died && died.earlyExit() == StopRules.EarlyExit.FAILS) {
                problems.add(
                        "Process '%s' (PID %d) %s before it was stopped, so the tests ran without it; where that is meant to be, say <ignoreExit>true</ignoreExit>; %s"
                                .formatted(name, died.pid(), died.ended().how(), LogTail.of(died.log())));
            }
        });
        return problems;
    }

    /** What stands against "all of them are stopped"; empty when nothing does. */
    List<String> obstacles() {
        List<String> obstacles = new ArrayList<>();
        results.forEach((name, result) -> {
            if (result instanceof Result.LeftAlone left) {
                obstacles.add(
                        "Process '%s' was not stopped: %s, and PID %d lives, whose it is nothing proves; look at it with 'ps -fp %d', then end it and remove its e2e-%s-bg.* files"
                                .formatted(name, left.reason(), left.pid(), left.pid(), name));
            } else if (result instanceof Result.Survived survived) {
                obstacles.add(
                        "Process '%s' survived KILL (PIDs %s); see what holds it with 'ps -o pid,stat,wchan,args -p %s'"
                                .formatted(
                                        name, survived.pids(), survived.pids().get(0)));
            }
        });
        return obstacles;
    }
}
