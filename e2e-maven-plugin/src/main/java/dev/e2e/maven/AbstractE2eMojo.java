package dev.e2e.maven;

import dev.e2e.builtin.BuiltinSpecs;
import dev.e2e.lifecycle.Force;
import dev.e2e.lifecycle.Progress;
import dev.e2e.process.E2eException;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.Owner;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessTable;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What every goal has: where, which processes, when not, and how failures reach Maven. */
@SuppressWarnings("NullAway.Init") // Maven sets the parameters before it calls execute()
abstract class AbstractE2eMojo extends AbstractMojo {

    /** Does nothing at all where it is {@code true}. */
    @Parameter(property = "e2e.skip", defaultValue = "false")
    private boolean skip;

    /**
     * Where PID, log, state and lock files lie; it may be shared with other users, as {@code /tmp} is. The default is
     * {@code /tmp}, and the system property {@code java.io.tmpdir} where there is no such directory.
     */
    @Parameter(property = "e2e.directory")
    private @Nullable File directory;

    /**
     * The names of the processes to work on, separated by commas. The default is the built-in {@code
     * consumer,collector}, and {@code infra} where they need it.
     */
    @Parameter(property = "e2e.processes")
    private @Nullable List<String> selection;

    /** Works on processes of other builds too while these are alive. They are left alone by default. */
    @Parameter(property = "e2e.force", defaultValue = "false")
    private boolean force;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private MojoExecution execution;

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip || skipsToo()) {
            getLog().info("e2e:" + execution.getGoal() + " is skipped");
            return;
        }
        try {
            run();
        } catch (InvalidInputException e) {
            throw new MojoExecutionException(e.getMessage(), e);
        } catch (E2eException e) {
            throw new MojoFailureException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MojoFailureException("e2e:" + execution.getGoal() + " was interrupted", e);
        }
    }

    /** Further reasons to do nothing. */
    boolean skipsToo() {
        return false;
    }

    /** Does what the goal is for. */
    abstract void run() throws E2eException, InterruptedException;

    final MavenSession session() {
        return session;
    }

    /** Whether the goal was named on the command line, rather than bound to the lifecycle. */
    final boolean isCalledDirectly() {
        return execution.getSource() == MojoExecution.Source.CLI;
    }

    final Path directory() {
        if (directory != null) {
            return directory.toPath();
        }
        Path tmp = Path.of("/tmp");
        return Files.isDirectory(tmp) ? tmp : Path.of(System.getProperty("java.io.tmpdir"));
    }

    final Force force() {
        return force ? Force.STOP_THEM_TOO : Force.RESPECT_OTHER_BUILDS;
    }

    /** The build that this goal runs in. */
    final Owner thisBuild(ProcessTable table) {
        return Owner.thisProcess(table, BuildId.of(session), session.getExecutionRootDirectory());
    }

    /** The names that were asked for; empty where nothing was. */
    final Set<ProcessName> selected() throws InvalidInputException {
        Set<ProcessName> known = Set.of(BuiltinSpecs.CONSUMER, BuiltinSpecs.COLLECTOR, BuiltinSpecs.INFRA);
        Set<ProcessName> names = new LinkedHashSet<>();
        for (String text : selection == null ? List.<String>of() : selection) {
            ProcessName name = known.stream()
                    .filter(candidate -> candidate.value().equals(text.strip()))
                    .findFirst()
                    .orElseThrow(() -> new InvalidInputException(
                            "e2e.processes: there is no process '%s'; there are consumer, collector and infra"
                                    .formatted(text.strip())));
            names.add(name);
        }
        return names;
    }

    final Progress progress() {
        return new Progress() {
            @Override
            public void info(String line) {
                getLog().info(line);
            }

            @Override
            public void warn(String line) {
                getLog().warn(line);
            }
        };
    }
}
