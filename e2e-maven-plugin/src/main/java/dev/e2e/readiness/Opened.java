package dev.e2e.readiness;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** What an attempt has open at the moment, so that another thread can end it. */
final class Opened {
    private boolean closed;
    private @Nullable Closeable current;

    /** Opens something. */
    @FunctionalInterface
    interface Opener<C extends Closeable> {
        C open() throws IOException;
    }

    /**
     * Opens something that closes with this, unless it was closed before; what was opened earlier is its opener's again.
     *
     * @throws IOException when it cannot be opened, or this is closed
     */
    synchronized <C extends Closeable> C open(Opener<C> opener) throws IOException {
        if (closed) {
            throw new IOException("given up");
        }
        C opened = opener.open();
        current = opened;
        return opened;
    }

    /** Closes what is open, and lets nothing be opened from now on. */
    synchronized void close() {
        closed = true;
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
