package dev.e2e.lifecycle;

import dev.e2e.process.Exit;
import dev.e2e.process.Owner;
import dev.e2e.process.ProcessName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was seen of a set of processes at one moment. */
public record StatusReport(Path directory, List<Entry> processes) {

    public StatusReport {
        processes = List.copyOf(processes);
    }

    /** The states that a process can be seen in. */
    public enum State {
        /** Launched, not ready yet. */
        STARTING,
        /** Ready and alive. */
        RUNNING,
        /** Being stopped. */
        STOPPING,
        /** Nothing runs, nothing lies there. */
        STOPPED,
        /** There are files, but their process is gone. */
        STALE,
        /** The PID lives, but it is not our process. */
        FOREIGN,
        /** Something lives under the PID, and nothing proves whose it is. */
        UNVERIFIABLE;

        /** As JSON and messages have it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One process.
     *
     * @param pid the PID that was found; {@code null} where there is none
     * @param startedAt when it was launched; {@code null} unless it runs
     * @param uptime how long it has run; {@code null} unless it runs
     * @param memory how much of it is in memory, in bytes; {@code null} where that is not known
     * @param reason what there is to say of a state that is not as it should be; empty otherwise
     * @param ended how it ended where it was not stopped; {@code null} otherwise
     * @param owner the build that it belongs to, and whether that lives; {@code null} where there is none
     * @param details what the process itself tells, a JSON object; {@code null} where it tells nothing
     */
    public record Entry(
            ProcessName name,
            State state,
            @Nullable Long pid,
            Readiness ready,
            @Nullable Instant startedAt,
            @Nullable Duration uptime,
            @Nullable Long memory,
            Path log,
            String reason,
            @Nullable Ended ended,
            @Nullable OwnerSeen owner,
            @Nullable String details) {

        /** Whether it runs. */
        public boolean alive() {
            return state == State.RUNNING || state == State.STARTING || state == State.STOPPING;
        }
    }

    /**
     * The end of a process that nobody stopped.
     *
     * @param how such as {@code exited with 7 after 3 s}
     * @param exit its exit code and when, where its keeper saw it
     * @param lastLines of its log
     */
    public record Ended(String how, @Nullable Exit exit, List<String> lastLines) {
        public Ended {
            lastLines = List.copyOf(lastLines);
        }

        /** What is known of a process that was started at this moment. */
        static Ended of(Optional<Exit> exit, Instant startedAt, List<String> lastLines) {
            String how = exit.map(it -> it.text()
                            + (it.at().isBefore(startedAt)
                                    ? ""
                                    : " after " + Durations.text(Duration.between(startedAt, it.at()))))
                    .orElse("ended, with an exit code that nobody saw,");
            return new Ended(how, exit.orElse(null), lastLines);
        }
    }

    /** Whether a process was ready. */
    public enum Readiness {
        READY,
        NOT_READY
    }

    /** An owner, and whether it was alive at that moment. */
    public record OwnerSeen(Owner owner, Life life) {
        /** Whether a build still runs. */
        public enum Life {
            ALIVE,
            GONE
        }
    }
}
