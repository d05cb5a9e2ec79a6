package dev.e2e.consumer;

import dev.e2e.runtime.Shutdown;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits that end early when the application has to. */
final class Patience {
    private static final long SLICE_MILLIS = 50;

    private final Shutdown shutdown;
    private final Duration atMost;

    Patience(Shutdown shutdown, Duration atMost) {
        this.shutdown = shutdown;
        this.atMost = atMost;
    }

    /**
     * Waits for an answer.
     *
     * @throws TimeoutException when none came in time, or the end of the application was asked for before
     */
    <T> T await(Future<T> answer) throws ExecutionException, TimeoutException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            try {
                return answer.get(SLICE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (shutdown.isRequested()) {
                    throw new TimeoutException("the application ends");
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new TimeoutException("no answer within " + atMost.toSeconds() + " s");
                }
            }
        }
    }
}
