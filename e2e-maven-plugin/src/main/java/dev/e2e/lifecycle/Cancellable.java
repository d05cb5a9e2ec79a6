package dev.e2e.lifecycle;

import java.time.Duration;

/** Something that launches processes and can be given up. */
public interface Cancellable {

    /**
     * Gives it up while it goes on in another thread, and waits until it has taken back what it did.
     *
     * @return whether it had, within the time
     */
    boolean cancel(Duration atMost) throws InterruptedException;
}
