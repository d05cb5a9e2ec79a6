package dev.e2e.readiness;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Looks, again and again, whether a process is ready. Made before the launch, so that it knows what was there before;
 * for one thread, and closed by the same.
 */
public interface Probe extends AutoCloseable {

    /**
     * Looks once and returns at once. What takes time, a connection or a command, goes on in a thread of the probe's own,
     * and the next look tells.
     *
     * @return what the process publishes, once it is ready; whoever has seen that need not look again
     * @throws IOException when it cannot be looked, and waiting longer will not help
     */
    Optional<Map<String, String>> check() throws IOException;

    /**
     * What the last look saw, as evidence after "not ready in time": such as {@code connection refused},
     * {@code answered 503}, {@code exit code 2: no such database}. Empty when nothing was tried yet.
     */
    String lastSeen();

    /** Ends what is under way. A command that it runs is dead, and killed with its descendants, when this returns. */
    @Override
    void close();
}
