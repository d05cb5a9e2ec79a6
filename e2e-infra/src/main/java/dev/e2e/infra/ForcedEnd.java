package dev.e2e.infra;

import dev.e2e.runtime.Application;
import dev.e2e.runtime.Shutdown;
import java.time.Duration;

/** Ends the JVM when it does not end by itself, for a broker can take its time. */
final class ForcedEnd {
    private ForcedEnd() {}

    /**
     * Ends the JVM this long after its end was asked for, without the data; until then it may end in good order.
     */
    static void after(Duration patience, Shutdown shutdown, DataDirectory data) {
        shutdown.onRequest(() -> {
            Thread thread = new Thread(() -> force(patience, data), "forced-end");
            thread.setDaemon(true);
            thread.start();
        });
    }

    private static void force(Duration patience, DataDirectory data) {
        try {
            Thread.sleep(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        System.err.printf("e2e-infra did not end in good order within %d ms and is forced to%n", patience.toMillis());
        try {
            data.deleteUnderWriters();
        } finally {
            Runtime.getRuntime().halt(Application.FAILED);
        }
    }
}
