package dev.e2e.maven;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.maven.execution.MavenSession;
import org.eclipse.aether.SessionData;

/** The tokens of launches that were there before this session and were reused by it, so that its stop leaves them. */
final class ReusedProcesses {
    private static final String KEY = "dev.e2e.reused";

    private ReusedProcesses() {}

    @SuppressWarnings("unchecked") // nobody else uses the key
    static Set<String> of(MavenSession session) {
        SessionData data = session.getRepositorySession().getData();
        data.set(KEY, null, ConcurrentHashMap.<String>newKeySet()); // only the first of all sets it
        return (Set<String>) Objects.requireNonNull(data.get(KEY));
    }
}
