package dev.e2e.maven;

import dev.e2e.builtin.TestProperties;
import dev.e2e.lifecycle.SetRestart;
import dev.e2e.process.E2eException;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.ProcessFailureException;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessState;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/**
 * Stops processes that run and starts them again with all that they ran with: command, environment, directory, ports,
 * readiness, time-outs, and not what the POM says by now. They stay whose they are. Those that depend on them run on. Where
 * no process is named, all that run under the names of the POM, and without a POM all that run in the directory.
 */
@Mojo(name = "restart", threadSafe = true, requiresProject = false)
@SuppressWarnings("NullAway.Init") // Maven sets the parameters before it calls execute()
public final class RestartMojo extends AbstractE2eMojo {

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Override
    void run() throws E2eException, InterruptedException {
        ManagedDirectory managed = ManagedDirectory.forWriting(directory());
        Declarations declarations = declarations();
        Set<ProcessName> selected = selected(declarations, managed.names());
        Set<ProcessName> names = selected.isEmpty() ? running(managed, declarations) : selected;
        SetRestart.Request request = new SetRestart.Request(names, thisBuild(managed.table()), force());
        Map<ProcessName, SetRestart.Restarted> restarted = managed.restart(request, progress());
        restarted.values().forEach(this::note);
        managed.status(names).forEach(getLog()::info);
    }

    private Set<ProcessName> running(ManagedDirectory managed, Declarations declarations)
            throws InvalidInputException, ProcessFailureException {
        Set<ProcessName> candidates = new TreeSet<>(managed.names());
        if (session().getRequest().isProjectPresent()) {
            candidates = new TreeSet<>(declarations.closure(Set.of()));
            candidates.addAll(declarations.builtinsWithInfra(candidates));
        }
        Set<ProcessName> running = new TreeSet<>();
        managed.known()
                .running(candidates)
                .forEach(found -> running.add(found.state().name()));
        if (running.isEmpty()) {
            throw new ProcessFailureException("There is nothing to restart in %s: %s; start with 'mvn e2e:start'"
                    .formatted(
                            managed.store().directory().path(),
                            candidates.isEmpty() ? "no process has files there" : "none of " + candidates + " runs"));
        }
        return running;
    }

    /** For the goals that come later in this session: the process counts as what it was, and tells what it tells now. */
    private void note(SetRestart.Restarted one) {
        ProcessState after = one.after();
        new ReusedProcesses(session()).relaunched(one.before().token(), after.token());
        new StartedDirectly(session()).relaunched(one.before().token(), after.token());
        Properties properties = project.getProperties();
        TestProperties.renewed(one.before(), after, properties).forEach(properties::setProperty);
    }
}
