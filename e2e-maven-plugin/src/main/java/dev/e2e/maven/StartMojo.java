package dev.e2e.maven;

import dev.e2e.builtin.BuiltinSettings;
import dev.e2e.builtin.BuiltinStart;
import dev.e2e.builtin.Infrastructure;
import dev.e2e.lifecycle.ConflictPolicy;
import dev.e2e.lifecycle.Member;
import dev.e2e.lifecycle.ProcessSpec;
import dev.e2e.lifecycle.Progress;
import dev.e2e.lifecycle.StartRequest;
import dev.e2e.process.E2eException;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessState;
import dev.e2e.shell.HelperScript;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Starts the background processes and waits until each is truly ready; starts the infrastructure that is missing before
 * them. What tests need to know is published as project properties: {@code e2e.kafka.bootstrapServers}, {@code
 * e2e.kubeconfig}, {@code e2e.consumer.url} and {@code e2e.collector.url}.
 *
 * <p>Processes that a bound execution starts belong to the build and end with it; those that {@code mvn e2e:start} starts
 * from the command line live until they are stopped.
 */
@Mojo(name = "start", defaultPhase = LifecyclePhase.PRE_INTEGRATION_TEST, threadSafe = true, requiresProject = false)
@SuppressWarnings("NullAway.Init") // Maven sets the parameters before it calls execute()
public class StartMojo extends AbstractTestPhaseMojo {
    private final RepositorySystem repositories;

    /**
     * What to do about processes of ours that run already: {@code replace} stops them and starts fresh, {@code fail} ends
     * the build with the facts.
     */
    @Parameter(property = "e2e.onConflict", defaultValue = "replace")
    private String onConflict;

    /** How long each process may take to be ready: {@code 90s}, {@code 2m}, {@code 500ms}, or a number of seconds. */
    @Parameter(property = "e2e.startupTimeout", defaultValue = "60s")
    private String startupTimeout;

    /** How long each process may take to end after TERM, before KILL; in the same units. */
    @Parameter(property = "e2e.shutdownTimeout", defaultValue = "15s")
    private String shutdownTimeout;

    /**
     * Where Kafka and Kubernetes come from: {@code auto} uses what is there and starts what is missing, {@code existing}
     * insists on what is there, {@code embedded} starts both, {@code none} neither looks nor starts.
     */
    @Parameter(property = "e2e.infrastructure", defaultValue = "auto")
    private String infrastructure;

    /** Where Kafka is looked for: {@code host:port}, several separated by commas. */
    @Parameter(property = "e2e.kafka.bootstrapServers", defaultValue = "localhost:9092")
    private String kafkaBootstrapServers;

    /** The topic that the collector writes and the consumer verifies. */
    @Parameter(property = "e2e.kafka.topic", defaultValue = "cluster-info")
    private String kafkaTopic;

    /** The kubeconfig. By default it is found as kubectl finds it: {@code KUBECONFIG}, else {@code ~/.kube/config}. */
    @Parameter(property = "e2e.kubeconfig")
    private @Nullable String kubeconfig;

    /** The context of the kubeconfig; its current context by default. */
    @Parameter(property = "e2e.context")
    private @Nullable String context;

    /** From one collection to the next: {@code 60s}, {@code 2m}, or a number of seconds. */
    @Parameter(property = "e2e.collector.interval", defaultValue = "60s")
    private String collectorInterval;

    /** The loopback port of the consumer's HTTP endpoints; 0 is any free one. */
    @Parameter(property = "e2e.consumer.port", defaultValue = "0")
    private String consumerPort;

    /** The loopback port of the collector's HTTP endpoints; 0 is any free one. */
    @Parameter(property = "e2e.collector.port", defaultValue = "0")
    private String collectorPort;

    /** The {@code java} program that runs the built-in processes; the one that runs Maven by default. */
    @Parameter(property = "e2e.java")
    private @Nullable String java;

    /**
     * Where {@code e2e-helper.sh} is written, which starts, shows and stops the built-in processes without Maven; {@code .}
     * is the project's directory. Its launch files, which only their owner can read, stay in the build directory.
     */
    @Parameter(property = "e2e.helper.directory", defaultValue = "${project.build.directory}/e2e")
    private File helperDirectory;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Parameter(defaultValue = "${plugin.version}", readonly = true, required = true)
    private String version;

    @Inject
    public StartMojo(RepositorySystem repositories) {
        this.repositories = repositories;
    }

    @Override
    void run() throws E2eException, InterruptedException {
        BuiltinSettings settings = settings();
        ConflictPolicy policy = Values.choice("e2e.onConflict", onConflict, ConflictPolicy.class);
        Declarations declarations = declarations();
        Set<ProcessName> selected = selected(declarations, Set.of());
        Set<ProcessName> names = declarations.closure(selected);
        ResolvedClassPaths classPaths = classPaths();
        ProcessDefaults defaults = defaults(settings, classPaths, declarations);
        declarations.specs(names, defaults); // what is wrong with them is said before anything is touched
        ManagedDirectory managed = ManagedDirectory.forWriting(directory());
        SessionEnd.register(session(), getLog());
        StartedDirectly direct = new StartedDirectly(session());
        Member member = isCalledDirectly() ? null : thisModule(managed.table());
        Map<String, String> properties = builtinStart(settings, classPaths, progress())
                .start(declarations.builtins(names, settings.infrastructure()), plan -> {
                    List<ProcessSpec> specs = new ArrayList<>(plan.specs());
                    specs.addAll(declarations.specs(names, defaults.with(plan)));
                    // While the processes boot, so that nobody waits for it.
                    CompletableFuture<Void> helper =
                            CompletableFuture.runAsync(() -> writeHelper(managed, declarations, plan.specs()));
                    Map<ProcessName, ProcessState> states = managed.start(
                            new StartRequest(specs, plan.names(), policy, force(), member, direct.tokens()),
                            progress());
                    helper.join();
                    if (member == null) {
                        direct.add(states.values());
                    }
                    return states;
                });
        properties.forEach(project.getProperties()::setProperty);
        properties.forEach((name, value) -> getLog().debug("property " + name + "=" + value));
        managed.status(managed.shown(selected, declarations)).forEach(getLog()::info);
    }

    /** The script for the processes of this project. */
    final HelperScript helper(ManagedDirectory managed, Declarations declarations) throws InvalidInputException {
        Set<ProcessName> all = declarations.closure(Set.of());
        Set<ProcessName> stopped = new TreeSet<>(all);
        stopped.addAll(declarations.builtinsWithInfra(all));
        stopped.addAll(declarations.builtins(all, settings().infrastructure()));
        return new HelperScript(
                helperDirectory.toPath().resolve(HelperScript.NAME),
                Path.of(project.getBuild().getDirectory(), "e2e", "launch"),
                managed.store().directory(),
                Path.of(session().getExecutionRootDirectory()),
                declarations.all(),
                stopped);
    }

    /** A start does not fail for want of the script. */
    private void writeHelper(ManagedDirectory managed, Declarations declarations, List<ProcessSpec> builtins) {
        if (builtins.isEmpty() || project.getBasedir() == null) {
            return;
        }
        try {
            helper(managed, declarations).write(builtins);
        } catch (InvalidInputException e) {
            getLog().warn(e.getMessage());
        }
    }

    /** The start of the built-in processes, told to this progress. */
    final BuiltinStart builtinStart(BuiltinSettings settings, ResolvedClassPaths classPaths, Progress progress) {
        return new BuiltinStart(
                settings, classPaths, session().getUserProperties().stringPropertyNames(), progress);
    }

    final ResolvedClassPaths classPaths() {
        return new ResolvedClassPaths(repositories, session().getRepositorySession(), project, version);
    }

    private ProcessDefaults defaults(
            BuiltinSettings settings, ResolvedClassPaths classPaths, Declarations declarations) {
        return new ProcessDefaults(
                settings.directory(),
                startupTimeout,
                shutdownTimeout,
                settings.java(),
                classPaths,
                ProcessDefaults.properties(session().getUserProperties(), project.getProperties()),
                declarations,
                Map.of(),
                false);
    }

    final BuiltinSettings settings() throws InvalidInputException {
        Path base = project.getBasedir() == null
                ? Path.of(session().getExecutionRootDirectory())
                : project.getBasedir().toPath();
        try {
            return new BuiltinSettings(
                    Values.program("e2e.java", java),
                    base,
                    Values.choice("e2e.infrastructure", infrastructure, Infrastructure.class),
                    kafkaBootstrapServers,
                    kafkaTopic,
                    Values.files(base, kubeconfig),
                    Values.orEmpty(context),
                    Values.duration("e2e.collector.interval", collectorInterval),
                    Values.duration("e2e.startupTimeout", startupTimeout),
                    Values.duration("e2e.shutdownTimeout", shutdownTimeout),
                    Values.number("e2e.consumer.port", consumerPort),
                    Values.number("e2e.collector.port", collectorPort));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(Values.orEmpty(e.getMessage()), e);
        }
    }
}
