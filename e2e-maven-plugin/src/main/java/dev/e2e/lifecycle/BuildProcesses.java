package dev.e2e.lifecycle;

import dev.e2e.process.BuildGuard;
import dev.e2e.process.E2eException;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.Owner;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessTable;
import dev.e2e.process.StateStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to one build in one directory, and its end with the build: at {@link #end()}, at the JVM's shutdown, and,
 * where the JVM is killed, by the {@link BuildGuard}.
 */
public final class BuildProcesses {
    private static final Map<String, BuildProcesses> ACTIVE = new ConcurrentHashMap<>();
    private static final Duration GRACE_AT_SHUTDOWN = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final StateStore store;
    private final ProcessTable table;
    private final Owner build;
    private final Progress progress;
    private final Set<Cancellable> underWay = ConcurrentHashMap.newKeySet();
    private @Nullable BuildGuard guard;
    private @Nullable Thread hook;

    private BuildProcesses(StateStore store, ProcessTable table, Owner build, Progress progress) {
        this.store = store;
        this.table = table;
        this.build = build;
        this.progress = progress;
    }

    /** Those of a build in a directory; the same object for all modules of the build. */
    public static BuildProcesses of(StateStore store, ProcessTable table, Owner build, Progress progress) {
        String key = build.build() + " " + store.directory().path();
        return ACTIVE.computeIfAbsent(key, unused -> new BuildProcesses(store, table, build, progress));
    }

    /** Ends what every directory has of a build: for the end of the build, when its JVM lives on. */
    public static void endAll(String build) throws E2eException, InterruptedException {
        for (Map.Entry<String, BuildProcesses> entry : ACTIVE.entrySet()) {
            if (entry.getKey().startsWith(build + " ")) {
                entry.getValue().end();
            }
        }
    }

    /** Does something that launches processes of the build, guarded from before the first launch. */
    public <T> T during(Cancellable work, Undertaking.Body<T> body) throws E2eException, InterruptedException {
        try {
            guard(work);
            return body.run();
        } finally {
            underWay.remove(work);
        }
    }

    /** One step with the note of the start: another module's stop may look at the same time whether the guard can go. */
    private synchronized void guard(Cancellable work) throws InvalidInputException {
        underWay.add(work);
        if (guard == null) {
            guard = BuildGuard.start(store.directory(), build.build());
            hook = new Thread(this::endAtShutdown, "e2e-shutdown");
            Runtime.getRuntime().addShutdownHook(hook);
        }
    }

    /** Lets the guard go where nothing belongs to the build any more. */
    public synchronized void releaseIfNothingIsOwned() throws InvalidInputException {
        BuildGuard current = guard;
        if (current == null
                || !underWay.isEmpty()
                || !new KnownProcesses(store).ownedBy(build).isEmpty()) {
            return;
        }
        current.close();
        guard = null;
        Thread registered = hook;
        hook = null;
        if (registered != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(registered);
            } catch (IllegalStateException e) {
                return; // the JVM is shutting down: the hook finds nothing to do
            }
        }
    }

    /** Stops all that still belongs to the build, starts that are under way included; says so where there was any. */
    public void end() throws E2eException, InterruptedException {
        end(Optional.empty());
        releaseIfNothingIsOwned();
    }

    private void end(Optional<Duration> grace) throws E2eException, InterruptedException {
        for (Cancellable work : underWay) {
            work.cancel(PATIENCE);
        }
        Set<ProcessName> owned = new KnownProcesses(store).ownedBy(build);
        if (!owned.isEmpty()) {
            progress.warn("The build ends before 'e2e:stop'; stopping what belongs to it: " + owned);
            StopReport report = new SetStop(store, table)
                    .run(new SetStop.Request(owned, grace, Member.endOf(build), Force.STOP_THEM_TOO));
            report.lines().forEach(progress::info);
            report.problems().forEach(progress::warn);
        }
    }

    /**
     * Ends it while the JVM shuts down. The guard is not let go: another thread of the build may be in the middle of a
     * start or stop when the JVM halts, and the guard clears up after it.
     */
    private void endAtShutdown() {
        try {
            end(Optional.of(GRACE_AT_SHUTDOWN));
        } catch (E2eException e) {
            progress.warn(e.getMessage()); // the guard takes over
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
