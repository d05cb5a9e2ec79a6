package dev.e2e.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The request to end, and the wait of the JVM's shutdown for the application to have ended. */
public final class Shutdown {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Runnable> listeners = new ArrayList<>();

    /** Asks the application to end. Further calls change nothing. */
    public void request() {
        List<Runnable> toRun;
        synchronized (listeners) {
            if (isRequested()) {
                return;
            }
            requested.countDown();
            toRun = List.copyOf(listeners);
        }
        toRun.forEach(Runnable::run);
    }

    /** Whether the end was asked for. */
    public boolean isRequested() {
        return requested.getCount() == 0;
    }

    /**
     * Waits until the end is asked for.
     *
     * @return whether it was, within the time
     */
    public boolean await(Duration atMost) throws InterruptedException {
        return requested.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits until the end is asked for, without a limit. */
    public void await() throws InterruptedException {
        requested.await();
    }

    /** Calls this once when the end is asked for, at once where it was already; it must not block. */
    public void onRequest(Runnable listener) {
        synchronized (listeners) {
            if (!isRequested()) {
                listeners.add(listener);
                return;
            }
        }
        listener.run();
    }

    void ended() {
        ended.countDown();
    }

    void requestAndAwaitEnd() {
        request();
        try {
            if (!ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("did not end within " + PATIENCE.toSeconds() + " s of the request");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
