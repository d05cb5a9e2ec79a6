package dev.e2e.lifecycle;

import dev.e2e.process.ProcessName;
import dev.e2e.process.StopRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/** How each process of a stop went. */
public record StopReport(Map<ProcessName, Result> results) {

    public StopReport {
        results = Collections.unmodifiableMap(new TreeMap<>(results));
    }

    /** How the stop of one process went. */
    public sealed interface Result {

        /** A line for people. */
        String line(ProcessName name);

        /** What stands against "it is stopped", and what to do about it. */
        default Optional<String> obstacle(ProcessName name) {
            return Optional.empty();
        }

        /** What is wrong; an obstacle always is. */
        default Optional<String> problem(ProcessName name) {
            return obstacle(name);
        }

        /** It ended by itself after TERM. */
        record Stopped(long pid, Duration took) implements Result {
            @Override
            public String line(ProcessName name) {
                return "✅ " + name.display() + " stopped (PID: " + pid + ") in " + Durations.text(took);
            }
        }

        /** It had to be killed after its grace. */
        record Killed(long pid, Duration took) implements Result {
            @Override
            public String line(ProcessName name) {
                return "✅ %s killed (PID: %d), it had not ended within %s"
                        .formatted(name.display(), pid, Durations.text(took));
            }
        }

        /** Nothing ran, nothing lay there. */
        record NotRunning() implements Result {
            @Override
            public String line(ProcessName name) {
                return "⚪ %s not running".formatted(name.display());
            }
        }

        /** Nothing of ours ran; its files were removed. */
        record StaleRemoved(String reason) implements Result {
            @Override
            public String line(ProcessName name) {
                return "⚪ %s not running (%s; its files were removed)".formatted(name.display(), reason);
            }
        }

        /** Something runs that is not proved to be ours. */
        record LeftAlone(long pid, String reason) implements Result {
            @Override
            public String line(ProcessName name) {
                return "❌ %s left alone: %s, PID %d; nothing proves that it is ours"
                        .formatted(name.display(), reason, pid);
            }

            @Override
            public Optional<String> obstacle(ProcessName name) {
                return Optional.of(
                        "Process '%s' was not stopped: %s, and PID %d lives, whose it is nothing proves; look at it with 'ps -fp %d', then end it and remove its e2e-%s-bg.* files"
                                .formatted(name, reason, pid, pid, name));
            }
        }

        /** Other modules of the build use it. */
        record Kept(SortedSet<String> users) implements Result {
            @Override
            public String line(ProcessName name) {
                return "⚪ %s kept for %s".formatted(name.display(), String.join(", ", users));
            }
        }

        /**
         * It was ready and had ended by itself before it was stopped.
         *
         * @param ended how
         * @param earlyExit what is made of that
         */
        record Died(long pid, StatusReport.Ended ended, StopRules.EarlyExit earlyExit, Path log) implements Result {
            @Override
            public String line(ProcessName name) {
                return "%s %s not running (PID %d %s; its files were removed)"
                        .formatted(
                                earlyExit == StopRules.EarlyExit.FAILS ? "❌" : "⚪", name.display(), pid, ended.how());
            }

            @Override
            public Optional<String> problem(ProcessName name) {
                return earlyExit == StopRules.EarlyExit.FAILS
                        ? Optional.of(
                                "Process '%s' (PID %d) %s before it was stopped, so the tests ran without it; where that is meant to be, say <ignoreExit>true</ignoreExit>; %s"
                                        .formatted(name, pid, ended.how(), LogTail.of(log)))
                        : Optional.empty();
            }
        }

        /** It lives even after KILL. */
        record Survived(List<Long> pids) implements Result {
            @Override
            public String line(ProcessName name) {
                return "❌ %s survived KILL (PIDs: %s)".formatted(name.display(), pids);
            }

            @Override
            public Optional<String> obstacle(ProcessName name) {
                return Optional.of(
                        "Process '%s' survived KILL (PIDs %s); see what holds it with 'ps -o pid,stat,wchan,args -p %s'"
                                .formatted(name, pids, pids.get(0)));
            }
        }
    }

    StopReport with(Map<ProcessName, Result> more) {
        Map<ProcessName, Result> all = new TreeMap<>(results);
        all.putAll(more);
        return new StopReport(all);
    }

    /** Whether some go on for other modules of the build. */
    public boolean hasKept() {
        for (Result result : results.values()) {
            if (result instanceof Result.Kept) {
                return true;
            }
        }
        return false;
    }

    // Plain loops and one class a result, since all of this runs once, cold, after the processes are gone.

    /** One line for each process of which there is something to say. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<ProcessName, Result> one : results.entrySet()) {
            if (!(one.getValue() instanceof Result.NotRunning)) {
                lines.add(one.getValue().line(one.getKey()));
            }
        }
        return lines;
    }

    /** What is wrong; empty when all of them are stopped and none had died before. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (Map.Entry<ProcessName, Result> one : results.entrySet()) {
            Optional<String> problem = one.getValue().problem(one.getKey());
            if (problem.isPresent()) {
                problems.add(problem.get());
            }
        }
        return problems;
    }

    /** What stands against "all of them are stopped"; empty when nothing does. */
    List<String> obstacles() {
        List<String> obstacles = new ArrayList<>();
        for (Map.Entry<ProcessName, Result> one : results.entrySet()) {
            Optional<String> obstacle = one.getValue().obstacle(one.getKey());
            if (obstacle.isPresent()) {
                obstacles.add(obstacle.get());
            }
        }
        return obstacles;
    }
}
