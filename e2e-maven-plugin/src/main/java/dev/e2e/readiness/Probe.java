package dev.e2e.readiness;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Looks, again and again, whether a process is ready; quick, and without waiting. */
@FunctionalInterface
public interface Probe {

    /**
     * Looks once.
     *
     * @return what the process publishes, once it is ready
     * @throws IOException when it cannot be looked
     */
    Optional<Map<String, String>> check() throws IOException;
}
