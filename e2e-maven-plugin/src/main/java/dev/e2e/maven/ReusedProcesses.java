package dev.e2e.maven;

import dev.e2e.lifecycle.RunningAlready;
import dev.e2e.process.Existing;
import dev.e2e.process.Owner;
import dev.e2e.process.ProcessState;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.logging.Log;
import org.eclipse.aether.SessionData;
import org.jspecify.annotations.Nullable;

/** The launches that were there before this session and were reused by it, so that its stop leaves them. */
final class ReusedProcesses {
    private static final String KEY = "dev.e2e.reused";

    private final Set<String> tokens;

    @SuppressWarnings("unchecked") // nobody else uses the key
    ReusedProcesses(MavenSession session) {
        SessionData data = session.getRepositorySession().getData();
        data.set(KEY, null, ConcurrentHashMap.<String>newKeySet()); // only the first of all sets it
        tokens = (Set<String>) Objects.requireNonNull(data.get(KEY));
    }

    /** The tokens of those that may be reused. */
    static Set<String> candidates(List<Existing.Running> running) {
        return running.stream()
                .filter(RunningAlready::isReady)
                .map(found -> found.state().token())
                .collect(Collectors.toSet());
    }

    /**
     * Notes and tells which processes of a start were there before it.
     *
     * @param candidates the tokens of those that were seen then
     * @param build whose start it was; what belongs to nobody or to another one was there too; {@code null}: nobody's
     */
    void add(Collection<ProcessState> states, Set<String> candidates, @Nullable Owner build, Log log) {
        for (ProcessState state : states) {
            boolean ofOthers = build != null && !build.equals(state.owner());
            if (ofOthers || candidates.contains(state.token())) {
                tokens.add(state.token());
                log.info("✅ %s reused (PID: %d)"
                        .formatted(
                                state.name().display(),
                                state.identity().orElseThrow().pid()));
            }
        }
    }

    /** Whether this session reuses it. */
    boolean contains(Existing.Running running) {
        return tokens.contains(running.state().token());
    }

    /** Notes that what was launched with one token runs with another now. */
    void relaunched(String before, String after) {
        if (tokens.contains(before)) {
            tokens.add(after);
        }
    }
}
