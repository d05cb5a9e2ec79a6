package dev.e2e.maven;

import dev.e2e.builtin.BuiltinSettings;
import dev.e2e.builtin.BuiltinSpecs;
import dev.e2e.process.E2eException;
import java.util.Set;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.eclipse.aether.RepositorySystem;

/**
 * Starts the process {@code port-forward}, waits until a ready pod answers behind each of its forwards, and prints them.
 * Called from the command line, it belongs to nobody and lives until {@code mvn e2e:stop}.
 */
@Mojo(name = "port-forward", threadSafe = true, requiresProject = false)
public final class PortForwardMojo extends AbstractStartMojo {

    @Inject
    public PortForwardMojo(RepositorySystem repositories) {
        super(repositories);
    }

    @Override
    void run() throws E2eException, InterruptedException {
        BuiltinSettings settings = settings();
        start(settings, declarations(), Set.of(BuiltinSpecs.PORT_FORWARD));
        settings.portForwarding().forwards().forEach(forward -> getLog().info("   🔌 " + forward.line()));
    }
}
