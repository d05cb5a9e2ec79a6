package dev.e2e.maven;

import dev.e2e.console.Colours;
import dev.e2e.console.Style;
import dev.e2e.lifecycle.Force;
import dev.e2e.lifecycle.Member;
import dev.e2e.lifecycle.Progress;
import dev.e2e.process.E2eException;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.Owner;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessTable;
import java.io.File;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;

/** What every goal has: where, which processes, when not, and how failures reach Maven. */
@SuppressWarnings("NullAway.Init") // Maven sets the parameters before it calls execute()
abstract class AbstractE2eMojo extends AbstractMojo {
    /** Held while a line is printed: the terminal output of some Mavens fails when two threads print at the same time. */
    private static final Object PRINTING = new Object();

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
     * The processes beside the built-in ones; where any is declared, a built-in runs only where it is listed or depended on.
     * A process has a {@code name} and a {@code command} of {@code arg}s or a {@code mainClass}, and may have {@code
     * workingDirectory}, {@code environmentVariables}, {@code dependsOn}, {@code readiness}, {@code failOn}, {@code
     * startupTimeout}, {@code shutdownTimeout}, {@code stopSignal}, {@code stopCommand}, {@code maxLogSize}, {@code
     * ports} and {@code ignoreExit}.
     */
    @Parameter
    private @Nullable PlexusConfiguration processes;

    /**
     * The names of the processes to work on, separated by commas. The default is what the POM declares, and where it
     * declares none, the built-in {@code consumer,collector}, with {@code infra} where they need it.
     */
    @Parameter(property = "e2e.processes")
    private @Nullable List<String> selection;

    /** Works on processes of other builds too while these are alive. They are left alone by default. */
    @Parameter(property = "e2e.force", defaultValue = "false")
    private boolean force;

    /**
     * {@code emoji} or {@code plain}: whether lines have pictures in them, or words in ASCII instead. The default is what
     * the encoding of the standard output can show.
     */
    @Parameter(property = "e2e.style")
    private @Nullable String style;

    private @Nullable Log styledLog;
    private boolean coloured;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private MojoExecution execution;

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        try {
            coloured = Colour.isOn(session);
            styledLog = style() == Style.EMOJI && !coloured ? null : StyledLog.of(super.getLog(), shownBy(style()));
        } catch (InvalidInputException e) {
            throw new MojoExecutionException(e.getMessage(), e);
        }
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

    @Override
    public final Log getLog() {
        return styledLog == null ? super.getLog() : styledLog;
    }

    /** Puts lines for people into their style and colour. */
    final UnaryOperator<String> shownBy(Style chosen) {
        return line -> coloured ? Colours.apply(line, chosen.apply(line)) : chosen.apply(line);
    }

    /** How lines for people are shown. */
    final Style style() throws InvalidInputException {
        if (style != null) {
            return Values.choice("e2e.style", style, Style.class);
        }
        String encoding = System.getProperty("stdout.encoding"); // since Java 19
        return Style.of(encoding == null ? Charset.defaultCharset() : Charset.forName(encoding));
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

    /** The directory of the project; without a project that in which Maven was called. */
    final Path projectDirectory() {
        File base = session.getCurrentProject().getBasedir();
        return base == null ? Path.of(session.getExecutionRootDirectory()) : base.toPath();
    }

    final Force force() {
        return force ? Force.STOP_THEM_TOO : Force.RESPECT_OTHER_BUILDS;
    }

    /** The build that this goal runs in. */
    final Owner thisBuild(ProcessTable table) {
        return Owner.thisProcess(table, BuildId.of(session), session.getExecutionRootDirectory());
    }

    /** The module that this goal runs in. */
    final Member thisModule(ProcessTable table) {
        Set<String> building = session.getProjects().stream()
                .filter(project -> session.getResult().getBuildSummary(project) == null)
                .map(AbstractE2eMojo::moduleId)
                .collect(Collectors.toSet());
        return new Member(thisBuild(table), moduleId(session.getCurrentProject()), building);
    }

    private static String moduleId(MavenProject project) {
        return project.getGroupId() + ":" + project.getArtifactId();
    }

    /** The processes of the POM. */
    final Declarations declarations() throws InvalidInputException {
        return new Declarations(ProcessesParameter.read(processes, session, execution));
    }

    /** The names that were asked for; empty where nothing was. */
    final Set<ProcessName> selected(Declarations declarations, Collection<ProcessName> others)
            throws InvalidInputException {
        return declarations.selected(selection, others);
    }

    final Progress progress() {
        return new Progress() {
            @Override
            public void info(String line) {
                synchronized (PRINTING) {
                    getLog().info(line);
                }
            }

            @Override
            public void warn(String line) {
                synchronized (PRINTING) {
                    getLog().warn(line);
                }
            }
        };
    }
}
