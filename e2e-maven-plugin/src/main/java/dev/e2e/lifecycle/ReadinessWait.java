package dev.e2e.lifecycle;

import dev.e2e.process.Deadline;
import dev.e2e.process.Exit;
import dev.e2e.process.ProcessFailureException;
import dev.e2e.process.ProcessFiles;
import dev.e2e.process.ProcessState;
import dev.e2e.process.ProcessStop;
import dev.e2e.process.ProcessTable;
import dev.e2e.process.StateStore;
import dev.e2e.readiness.LogWatch;
import dev.e2e.readiness.Probe;
import dev.e2e.readiness.Readiness;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The wait for one process: its probe, its end, its word that it will never be ready, and the deadline, in a race. */
final class ReadinessWait {
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final long KEEPERS_WORD_SECONDS = 2;

    private final ProcessTable table;
    private final StateStore store;
    private final ProcessSpec spec;
    private final Readiness readiness;
    private final ProcessFiles files;
    private final Probe probe;
    private final Deadline deadline;
    private final @Nullable LogWatch failures;

    /** The clock begins to run here. */
    ReadinessWait(ProcessTable table, StateStore store, ProcessSpec spec, Readiness readiness, Probe probe) {
        this.table = table;
        this.store = store;
        this.spec = spec;
        this.readiness = readiness;
        this.files = store.directory().files(spec.name());
        this.probe = probe;
        this.deadline = Deadline.after(spec.startupTimeout());
        Pattern failOn = spec.failOn();
        this.failures = failOn == null ? null : new LogWatch(files.log(), failOn);
    }

    /**
     * Returns what the process published when it was ready.
     *
     * @throws ProcessFailureException when it will not be ready, with the reason and the end of its log
     */
    Map<String, String> until(ProcessState state, Process keeper, BooleanSupplier cancelled)
            throws ProcessFailureException, InterruptedException {
        ProcessState.Launched launched = Objects.requireNonNull(state.launched());
        refuseStrangers(state); // while it boots: one may be there already, and the look at the end is quicker for it
        while (true) {
            boolean alive = isAlive(launched);
            refuseFailure();
            Optional<Map<String, String>> values = look(probe::check);
            // Ready counts only while it lives, and one that dies with the word on its lips still does for a moment.
            if (values.isPresent()) {
                Thread.sleep(PAUSE.toMillis());
                refuseFailure(); // which may have been said before, and after we had listened for it
                alive = isAlive(launched);
                if (alive) {
                    refuseStrangers(state);
                    return values.get();
                }
            }
            if (!alive) {
                throw new ProcessFailureException("Process '%s' %s before it was ready (waiting for %s)%s; %s"
                        .formatted(
                                spec.name(), exit(keeper, launched), readiness, left(state), LogTail.of(files.log())));
            }
            if (cancelled.getAsBoolean()) {
                throw new ProcessFailureException("Process '%s' was given up".formatted(spec.name()));
            }
            if (deadline.hasPassed()) {
                throw new ProcessFailureException(
                        "Process '%s' was not ready within %s (waiting for %s%s); give it more with <startupTimeout> or -De2e.startupTimeout=…, or see why; %s"
                                .formatted(
                                        spec.name(),
                                        Durations.text(spec.startupTimeout()),
                                        readiness,
                                        probe.lastSeen().isEmpty() ? "" : "; last seen: " + probe.lastSeen(),
                                        LogTail.of(files.log())));
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private boolean isAlive(ProcessState.Launched launched) {
        return table.find(launched.pid())
                .filter(facts -> facts.alive() && facts.startTicks() == launched.startTicks())
                .isPresent();
    }

    private void refuseFailure() throws ProcessFailureException {
        if (failures == null) {
            return;
        }
        Optional<String> line = look(failures::check);
        if (line.isPresent()) {
            throw new ProcessFailureException(
                    "Process '%s' will not be ready: its log has a line that <failOn> '%s' matches: %s; %s"
                            .formatted(spec.name(), spec.failOn(), line.get(), LogTail.of(files.log())));
        }
    }

    @FunctionalInterface
    private interface Look<T> {
        T once() throws IOException;
    }

    private <T> T look(Look<T> look) throws ProcessFailureException {
        try {
            return look.once();
        } catch (IOException e) {
            throw new ProcessFailureException(
                    "Process '%s': '%s' cannot be read: %s".formatted(spec.name(), files.log(), e.getMessage()), e);
        }
    }

    private void refuseStrangers(ProcessState state) throws ProcessFailureException {
        Optional<String> stranger = readiness.endpoints().isEmpty()
                ? Optional.empty()
                : new PortCheck(table)
                        .answeredByAnother(
                                spec.name(), readiness.endpoints(), new HashSet<>(new ProcessStop(table).alive(state)));
        if (stranger.isPresent()) {
            throw new ProcessFailureException(stranger.get());
        }
    }

    /** What the keeper says of the process's end. */
    private String exit(Process keeper, ProcessState.Launched launched) throws InterruptedException {
        boolean ended = keeper.waitFor(KEEPERS_WORD_SECONDS, TimeUnit.SECONDS);
        if (ended && keeper.pid() == launched.pid()) {
            return new Exit(keeper.exitValue(), Instant.now()).text(); // where there are no keepers
        }
        return store.exit(spec.name()).map(Exit::text).orElse("ended");
    }

    /** What the process has left running, such as a daemon that it forked. */
    private String left(ProcessState state) {
        List<Long> left = new ProcessStop(table).alive(state);
        return left.isEmpty()
                ? ""
                : ", and left others running (PIDs %s), which are stopped now; run it in the foreground"
                        .formatted(left);
    }
}
