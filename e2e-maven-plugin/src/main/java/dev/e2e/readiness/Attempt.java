package dev.e2e.readiness;

import java.io.IOException;

/** A look that takes time; made again and again, in one thread. */
interface Attempt {
    /** What {@link #make} returns for a success. */
    String MET = "";

    /**
     * Tries once.
     *
     * @param opened through which everything is opened that blocks, so that the attempt can be ended
     * @return what was seen instead, or {@link #MET}
     * @throws IOException when it fails; the reason is evidence like any other
     */
    String make(Opened opened) throws IOException, InterruptedException;

    /** Removes what the attempts have left, after the last one was ended. */
    default void close() {
        // most leave nothing
    }
}
