package dev.e2e.maven;

import dev.e2e.builtin.BuiltinSettings;
import dev.e2e.builtin.BuiltinStart;
import dev.e2e.builtin.Forward;
import dev.e2e.builtin.Infrastructure;
import dev.e2e.builtin.Kafka;
import dev.e2e.builtin.PortForwarding;
import dev.e2e.lifecycle.Progress;
import dev.e2e.process.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/** How the built-in processes are set up, for the goals that start them or look at what they need. */
@SuppressWarnings("NullAway.Init") // Maven sets the parameters before it calls execute()
abstract class AbstractBuiltinMojo extends AbstractTestPhaseMojo {
    private final RepositorySystem repositories;

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

    /**
     * Where Kafka is looked for: {@code host:port}, several separated by commas. Where it is left at its default, {@code
     * bootstrap.servers} of {@code kafkaProperties} counts more.
     */
    @Parameter(property = Kafka.SERVERS, defaultValue = Kafka.DEFAULT_SERVERS)
    private String kafkaBootstrapServers;

    /**
     * A file of properties of Kafka's clients, by Kafka's names, for a Kafka that wants TLS or a login: {@code
     * security.protocol}, {@code sasl.jaas.config}, {@code ssl.truststore.location}… The check, the consumer, the collector
     * and {@code e2e:verify} read it; the embedded Kafka needs none.
     */
    @Parameter(property = Kafka.PROPERTIES)
    private @Nullable String kafkaProperties;

    /** The topic that the collector writes and the consumer verifies. */
    @Parameter(property = Kafka.TOPIC, defaultValue = "cluster-info")
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

    /**
     * What the process {@code port-forward} forwards: each {@code forward} has a {@code service} or a {@code pod}, a {@code
     * namespace} (by default that of the context), a {@code port} (number or name) and a {@code localPort} (by default the
     * number of the port). The default is the service {@code kafka}, port 9092, at the local port 9092.
     */
    @Parameter
    private @Nullable List<ForwardConfiguration> forwards;

    /** The loopback port of the HTTP endpoints of {@code port-forward}; 0 is any free one. */
    @Parameter(property = "e2e.portForward.port", defaultValue = "0")
    private String portForwardPort;

    /** The {@code java} program that runs the built-in processes; the one that runs Maven by default. */
    @Parameter(property = "e2e.java")
    private @Nullable String java;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Parameter(defaultValue = "${plugin.version}", readonly = true, required = true)
    private String version;

    AbstractBuiltinMojo(RepositorySystem repositories) {
        this.repositories = repositories;
    }

    /** The start of the built-in processes, told to this progress. */
    final BuiltinStart builtinStart(BuiltinSettings settings, ResolvedClassPaths classPaths, Progress progress) {
        return new BuiltinStart(
                settings, classPaths, session().getUserProperties().stringPropertyNames(), progress);
    }

    final ResolvedClassPaths classPaths() {
        return new ResolvedClassPaths(repositories, session().getRepositorySession(), project, version);
    }

    final MavenProject project() {
        return project;
    }

    final ProcessDefaults defaults(BuiltinSettings settings, ResolvedClassPaths classPaths, Declarations declarations) {
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
        Path base = projectDirectory();
        try {
            return new BuiltinSettings(
                    Values.program("e2e.java", java),
                    base,
                    Values.choice("e2e.infrastructure", infrastructure, Infrastructure.class),
                    Kafka.of(kafkaBootstrapServers, kafkaTopic, Values.files(base, kafkaProperties)),
                    Values.files(base, kubeconfig),
                    Values.orEmpty(context),
                    Values.duration("e2e.collector.interval", collectorInterval),
                    Values.duration("e2e.startupTimeout", startupTimeout),
                    Values.duration("e2e.shutdownTimeout", shutdownTimeout),
                    Values.number("e2e.consumer.port", consumerPort),
                    Values.number("e2e.collector.port", collectorPort),
                    new PortForwarding(forwards(), Values.number("e2e.portForward.port", portForwardPort)));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(Values.orEmpty(e.getMessage()), e);
        }
    }

    private List<Forward> forwards() {
        return forwards == null || forwards.isEmpty()
                ? List.of(Forward.KAFKA)
                : forwards.stream().map(ForwardConfiguration::toForward).toList();
    }
}
