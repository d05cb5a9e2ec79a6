package dev.e2e.maven;

import java.util.Objects;
import java.util.UUID;
import org.apache.maven.execution.MavenSession;
import org.eclipse.aether.SessionData;

/** Names one build, also among several that one JVM runs one after the other, as a Maven daemon does. */
final class BuildId {
    private static final String KEY = "dev.e2e.build";

    private BuildId() {}

    static String of(MavenSession session) {
        SessionData data = session.getRepositorySession().getData();
        data.set(KEY, null, UUID.randomUUID().toString()); // only the first of all goals and threads sets it
        return Objects.requireNonNull((String) data.get(KEY));
    }
}
