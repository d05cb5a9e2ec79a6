package dev.e2e.maven;

import dev.e2e.builtin.BuiltinSettings;
import dev.e2e.lifecycle.Progress;
import dev.e2e.process.E2eException;
import dev.e2e.process.ProcessName;
import dev.e2e.shell.HelperScript;
import java.util.Map;
import java.util.Set;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.eclipse.aether.RepositorySystem;

/**
 * Writes {@code e2e-helper.sh}, which starts, shows and stops the built-in processes without Maven, and shows and stops
 * those of the POM; starts nothing itself. What it will start is what {@code e2e:start} would start now, with the same
 * parameters. {@code e2e:start} writes it too.
 */
@Mojo(name = "helper", threadSafe = true, requiresProject = false)
public final class HelperMojo extends AbstractStartMojo {

    @Inject
    public HelperMojo(RepositorySystem repositories) {
        super(repositories);
    }

    @Override
    void run() throws E2eException, InterruptedException {
        BuiltinSettings settings = settings();
        Declarations declarations = declarations();
        Set<ProcessName> names = declarations.closure(selected(declarations, Set.of()));
        ManagedDirectory managed = ManagedDirectory.forWriting(directory());
        HelperScript helper = helper(managed, declarations);
        builtinStart(settings, classPaths(), quietly())
                .start(declarations.builtins(names, settings.infrastructure()), plan -> {
                    helper.write(plan.specs());
                    getLog().info("✅ %s written; it can start %s"
                            .formatted(
                                    helper.script(),
                                    plan.specs().isEmpty()
                                            ? "none of this project's processes, which are not built in"
                                            : plan.specs().stream()
                                                    .map(spec -> spec.name().value())
                                                    .toList()));
                    return Map.of();
                });
    }

    /** Nothing is started, so that it is not said either. */
    private Progress quietly() {
        return new Progress() {
            @Override
            public void info(String line) {
                getLog().debug(line);
            }

            @Override
            public void warn(String line) {
                getLog().warn(line);
            }
        };
    }
}
