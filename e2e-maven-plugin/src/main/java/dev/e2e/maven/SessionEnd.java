package dev.e2e.maven;

import dev.e2e.lifecycle.BuildProcesses;
import dev.e2e.process.E2eException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.apache.maven.execution.ExecutionListener;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.logging.Log;
import org.eclipse.aether.SessionData;

/**
 * Ends what belongs to a build when its session ends, for the JVM may live on, as a Maven daemon's does. Maven asks the
 * session's request for its listener at each event, so that one put there by a goal hears of the session's end; unlike a
 * lifecycle participant it needs no {@code <extensions>} in the POM.
 */
final class SessionEnd {
    private static final String KEY = "dev.e2e.session-end";

    private SessionEnd() {}

    /** Registers the end of the session once, however many goals ask for it. */
    static void register(MavenSession session, Log log) {
        SessionData data = session.getRepositorySession().getData();
        if (!data.set(KEY, null, true)) {
            return;
        }
        String build = BuildId.of(session);
        ExecutionListener others = session.getRequest().getExecutionListener();
        session.getRequest().setExecutionListener((ExecutionListener) Proxy.newProxyInstance(
                SessionEnd.class.getClassLoader(),
                new Class<?>[] {ExecutionListener.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("sessionEnded")) {
                        end(build, log);
                    }
                    if (method.getDeclaringClass() == Object.class) {
                        return method.invoke(SessionEnd.class, arguments);
                    }
                    try {
                        return others == null ? null : method.invoke(others, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private static void end(String build, Log log) {
        try {
            BuildProcesses.endAll(build);
        } catch (E2eException e) {
            log.error(e.getMessage()); // a listener cannot fail the build any more
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
