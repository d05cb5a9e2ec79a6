package dev.e2e.maven;

import dev.e2e.process.ProcessState;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.maven.execution.MavenSession;
import org.eclipse.aether.SessionData;

/** What {@code mvn e2e:start} has started in this session, so that the next module does not start it again. */
final class StartedDirectly {
    private static final String KEY = "dev.e2e.started-directly";

    private final Set<String> tokens;

    @SuppressWarnings("unchecked") // nobody else uses the key
    StartedDirectly(MavenSession session) {
        SessionData data = session.getRepositorySession().getData();
        data.set(KEY, null, ConcurrentHashMap.<String>newKeySet()); // only the first of all modules sets it
        tokens = (Set<String>) Objects.requireNonNull(data.get(KEY));
    }

    Set<String> tokens() {
        return tokens;
    }

    void add(Collection<ProcessState> states) {
        states.forEach(state -> tokens.add(state.token()));
    }

    /** Notes that what was launched with one token runs with another now. */
    void relaunched(String before, String after) {
        if (tokens.contains(before)) {
            tokens.add(after);
        }
    }
}
