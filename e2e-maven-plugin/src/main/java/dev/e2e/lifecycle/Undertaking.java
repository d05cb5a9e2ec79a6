package dev.e2e.lifecycle;

import dev.e2e.process.E2eException;
import dev.e2e.process.Launcher;
import dev.e2e.process.ProcessTable;
import dev.e2e.process.StateStore;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Launches that are under way; given up when the JVM shuts down, so that Ctrl-C leaves none of them behind. */
public abstract class Undertaking implements Cancellable {
    static final Duration PATIENCE = Duration.ofSeconds(90);

    final StateStore store;
    final ProcessTable table;
    final Launcher launcher;
    final Progress progress;
    private final DependencyRun run = new DependencyRun();
    private final CountDownLatch ended = new CountDownLatch(1);

    Undertaking(StateStore store, ProcessTable table, Launcher launcher, Progress progress) {
        this.store = store;
        this.table = table;
        this.launcher = launcher;
        this.progress = progress;
    }

    /** What is done. */
    @FunctionalInterface
    public interface Body<T> {
        T run() throws E2eException, InterruptedException;
    }

    /** The run of its launches; there is one in all. */
    final DependencyRun run() {
        return run;
    }

    final <T> T during(Body<T> body) throws E2eException, InterruptedException {
        Thread hook = new Thread(this::endAtShutdown, "e2e-start-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return body.run();
        } finally {
            ended.countDown();
            remove(hook);
        }
    }

    private void endAtShutdown() {
        try {
            atShutdown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What becomes of it when the JVM shuts down, as at Ctrl-C; the JVM waits for the return. */
    void atShutdown() throws InterruptedException {
        cancel(PATIENCE);
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the JVM is shutting down: that is what the hook is for
        }
    }

    @Override
    public final boolean cancel(Duration atMost) throws InterruptedException {
        run.cancel();
        return awaitEnd(atMost);
    }

    /** Waits for its end, whatever that is; whether it came within the time. */
    final boolean awaitEnd(Duration atMost) throws InterruptedException {
        return ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }
}
