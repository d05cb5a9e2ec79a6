package dev.e2e.lifecycle;

import dev.e2e.process.Deadline;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.LaunchSpec;
import dev.e2e.process.Launcher;
import dev.e2e.process.Owner;
import dev.e2e.process.Phase;
import dev.e2e.process.ProcessFailureException;
import dev.e2e.process.ProcessFiles;
import dev.e2e.process.ProcessState;
import dev.e2e.process.ProcessTable;
import dev.e2e.process.StateStore;
import dev.e2e.readiness.Probe;
import dev.e2e.readiness.ProbeContext;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The start of one process: intent on disk, launch, PID on disk, and the wait until it is ready. */
final class SingleStart {
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final StateStore store;
    private final ProcessTable table;
    private final Launcher launcher;

    SingleStart(StateStore store, ProcessTable table, Launcher launcher) {
        this.store = store;
        this.table = table;
        this.launcher = launcher;
    }

    /**
     * Starts it and returns when it is ready.
     *
     * @param published what the processes it depends on have published
     * @param cancelled whether the set has failed elsewhere
     * @throws ProcessFailureException when it exits, is not ready in time, or is cancelled; it may still run then
     */
    ProcessState run(
            ProcessSpec spec,
            @Nullable Owner owner,
            Map<dev.e2e.process.ProcessName, Map<String, String>> published,
            BooleanSupplier cancelled)
            throws InvalidInputException, ProcessFailureException, InterruptedException {
        ProcessFiles files = store.directory().files(spec.name());
        LaunchSpec launch = new References(spec.name(), files.work(), published).resolve(spec.launch());
        ProcessState intent = new ProcessState(
                spec.name(),
                Phase.STARTING,
                UUID.randomUUID().toString(),
                table.bootId(),
                null,
                launch.command(),
                spec.digest(),
                new TreeSet<>(spec.dependsOn()),
                spec.shutdownTimeout(),
                owner,
                Instant.now(),
                null,
                Map.of());
        store.write(intent);
        store.prepare(spec.name());
        Deadline deadline = Deadline.after(spec.startupTimeout());
        ProbeContext context =
                new ProbeContext(files.log(), launch.workingDirectory(), files.work(), launch.environment());
        try (Probe probe = spec.readiness().probe(context)) {
            Launcher.Launched launched = launcher.launch(launch, files, intent.token());
            ProcessState state = intent.launchedAs(launched.identity());
            store.write(state);
            Map<String, String> values = awaitReady(spec, files, probe, launched.process(), deadline, cancelled);
            ProcessState ready = state.ready(Instant.now(), values);
            store.write(ready);
            return ready;
        }
    }

    private static Map<String, String> awaitReady(
            ProcessSpec spec,
            ProcessFiles files,
            Probe probe,
            Process process,
            Deadline deadline,
            BooleanSupplier cancelled)
            throws ProcessFailureException, InterruptedException {
        while (true) {
            boolean alive = process.isAlive();
            Optional<Map<String, String>> values = check(spec, files, probe);
            // Ready counts only while it lives, and one that dies with the word on its lips still does for a moment.
            if (values.isPresent() && !process.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                return values.get();
            }
            if (!alive) {
                throw new ProcessFailureException("Process '%s' exited with %d before it was ready (waiting for %s); %s"
                        .formatted(spec.name(), process.exitValue(), spec.readiness(), LogTail.of(files.log())));
            }
            if (cancelled.getAsBoolean()) {
                throw new ProcessFailureException("Process '%s' was given up".formatted(spec.name()));
            }
            if (deadline.hasPassed()) {
                throw new ProcessFailureException(
                        "Process '%s' was not ready within %s (waiting for %s); give it more with -De2e.startupTimeout=…, or see why; %s"
                                .formatted(
                                        spec.name(),
                                        Durations.text(spec.startupTimeout()),
                                        spec.readiness(),
                                        LogTail.of(files.log())));
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private static Optional<Map<String, String>> check(ProcessSpec spec, ProcessFiles files, Probe probe)
            throws ProcessFailureException {
        try {
            return probe.check();
        } catch (IOException e) {
            throw new ProcessFailureException(
                    "Process '%s': '%s' cannot be read: %s".formatted(spec.name(), files.log(), e.getMessage()), e);
        }
    }
}
