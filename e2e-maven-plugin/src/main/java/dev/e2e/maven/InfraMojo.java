package dev.e2e.maven;

import dev.e2e.builtin.BuiltinSettings;
import dev.e2e.builtin.BuiltinSpecs;
import dev.e2e.builtin.Findings;
import dev.e2e.process.E2eException;
import dev.e2e.process.Existing;
import java.util.Set;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.eclipse.aether.RepositorySystem;

/**
 * Looks whether a Kafka and a Kubernetes are there, as {@code e2e:start} does, and says what it would make of that. Starts
 * nothing. Fails where something is missing that has to be there: anything with {@code e2e.infrastructure=existing}, else
 * what the command line names.
 */
@Mojo(name = "infra", threadSafe = true, requiresProject = false)
public final class InfraMojo extends AbstractBuiltinMojo {

    @Inject
    public InfraMojo(RepositorySystem repositories) {
        super(repositories);
    }

    @Override
    void run() throws E2eException, InterruptedException {
        BuiltinSettings settings = settings();
        for (Existing.Running found :
                ManagedDirectory.forReading(directory()).already().find(Set.of(BuiltinSpecs.INFRA), null, Set.of())) {
            getLog().info("✅ Embedded ones of an earlier start run (PID: %d): %s"
                    .formatted(found.facts().pid(), found.state().published()));
        }
        Findings findings = builtinStart(settings, classPaths(), progress()).check();
        switch (settings.infrastructure()) {
            case EXISTING -> {} // all is there
            case AUTO -> {
                if (!findings.isComplete()) {
                    getLog().info("e2e:start starts the embedded ones for what is missing (e2e.infrastructure=auto)");
                }
            }
            case EMBEDDED -> getLog().info("e2e:start starts the embedded ones anyway (e2e.infrastructure=embedded)");
            case NONE -> getLog().info("e2e:start does not look (e2e.infrastructure=none)");
        }
    }
}
