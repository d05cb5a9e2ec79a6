package dev.e2e.lifecycle;

import dev.e2e.process.E2eException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Launches that are under way; given up when the JVM shuts down, so that Ctrl-C leaves none of them behind. */
public final class Undertaking implements Cancellable {
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private final DependencyRun run = new DependencyRun();
    private final CountDownLatch ended = new CountDownLatch(1);

    Undertaking() {}

    /** What is done. */
    @FunctionalInterface
    public interface Body<T> {
        T run() throws E2eException, InterruptedException;
    }

    /** The run of its launches; there is one in all. */
    DependencyRun run() {
        return run;
    }

    <T> T during(Body<T> body) throws E2eException, InterruptedException {
        Thread hook = new Thread(this::cancelAtShutdown, "e2e-start-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return body.run();
        } finally {
            ended.countDown();
            remove(hook);
        }
    }

    private void cancelAtShutdown() {
        try {
            cancel(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the JVM is shutting down: that is what the hook is for
        }
    }

    @Override
    public boolean cancel(Duration atMost) throws InterruptedException {
        run.cancel();
        return ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }
}
