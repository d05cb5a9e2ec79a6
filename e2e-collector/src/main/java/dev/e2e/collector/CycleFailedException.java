package dev.e2e.collector;

import java.io.IOException;

/**
 * A cycle brought no snapshot; the message says in one line why. It extends {@link IOException} so that it passes
 * through what reads and writes streams.
 */
final class CycleFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    CycleFailedException(String reason) {
        super(reason);
    }

    CycleFailedException(String reason, Throwable cause) {
        super(reason, cause);
    }

    /** The reason in one line. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
