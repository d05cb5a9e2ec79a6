package dev.e2e.maven;

import dev.e2e.builtin.BuiltinSettings;
import dev.e2e.process.E2eException;
import java.util.Set;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.eclipse.aether.RepositorySystem;

/**
 * Starts the background processes and waits until each is truly ready; starts the infrastructure that is missing before
 * them. What tests need to know is published as project properties: {@code e2e.kafka.bootstrapServers}, {@code
 * e2e.kubeconfig}, {@code e2e.consumer.url} and {@code e2e.collector.url}.
 *
 * <p>Processes that a bound execution starts belong to the build and end with it; those that {@code mvn e2e:start} starts
 * from the command line live until they are stopped.
 */
@Mojo(name = "start", defaultPhase = LifecyclePhase.PRE_INTEGRATION_TEST, threadSafe = true, requiresProject = false)
public final class StartMojo extends AbstractStartMojo {

    @Inject
    public StartMojo(RepositorySystem repositories) {
        super(repositories);
    }

    @Override
    void run() throws E2eException, InterruptedException {
        BuiltinSettings settings = settings();
        Declarations declarations = declarations();
        start(settings, declarations, selected(declarations, Set.of()));
    }
}
