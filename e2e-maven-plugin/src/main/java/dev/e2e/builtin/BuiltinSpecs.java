package dev.e2e.builtin;

import dev.e2e.lifecycle.ProcessSpec;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.LaunchSpec;
import dev.e2e.process.ProcessName;
import dev.e2e.process.StopRules;
import dev.e2e.readiness.Readiness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Specifies the built-in processes: {@code infra}, {@code consumer}, {@code collector} and {@code port-forward}. */
public final class BuiltinSpecs {
    /** Runs what is missing of the infrastructure. */
    public static final ProcessName INFRA = new ProcessName("infra");
    /** Verifies what arrives on the topic. */
    public static final ProcessName CONSUMER = new ProcessName("consumer");
    /** Collects the state of a cluster and produces it to the topic. */
    public static final ProcessName COLLECTOR = new ProcessName("collector");

    /** Forwards local ports to pods of a cluster. */
    public static final ProcessName PORT_FORWARD = new ProcessName("port-forward");

    private static final Pattern READY = Pattern.compile(" READY(?: url=(?<url>\\S+))?$");
    private static final Pattern INFRA_READY = Pattern.compile(
            " READY(?: bootstrapServers=(?<bootstrapServers>\\S+))?(?: kubeconfig=(?<kubeconfig>\\S+) kubernetesUrl=(?<kubernetesUrl>\\S+))?$");
    private static final Pattern PORT_FORWARD_READY = Pattern.compile(" READY(?: .*)? url=(?<url>\\S+)$");
    /** The built-in processes. */
    public static final Set<ProcessName> ALL = Set.of(INFRA, CONSUMER, COLLECTOR, PORT_FORWARD);

    static final String CONSUMER_MAIN = "dev.e2e.consumer.ConsumerMain";

    private static final List<String> FRUGAL = List.of("-XX:+UseSerialGC", "-Xshare:auto");
    /** For those that do not compute: the optimizing compiler would cost them more than it brings. */
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

    private final BuiltinSettings settings;
    private final ClassPaths classPaths;
    private final Set<String> embedded;

    /** @param embedded which services the process {@code infra} is to run: {@code kafka}, {@code kubernetes} */
    public BuiltinSpecs(BuiltinSettings settings, ClassPaths classPaths, Set<String> embedded) {
        this.settings = settings;
        this.classPaths = classPaths;
        this.embedded = embedded;
    }

    /** The artifact that a built-in process comes from. */
    static String artifactId(ProcessName name) {
        return "e2e-" + (name.equals(PORT_FORWARD) ? INFRA : name);
    }

    /** The specifications of those among consumer, collector and port-forward that are asked for, and of {@code infra}. */
    public List<ProcessSpec> of(Set<ProcessName> names) throws InvalidInputException {
        List<ProcessSpec> specs = new ArrayList<>();
        if (!embedded.isEmpty()) {
            specs.add(infra());
        }
        if (names.contains(PORT_FORWARD)) {
            specs.add(portForward());
        }
        Set<ProcessName> dependencies = new TreeSet<>(embedded.isEmpty() ? Set.of() : Set.of(INFRA));
        if (settings.kafkaIsForwarded(names)) {
            dependencies.add(PORT_FORWARD);
        }
        if (names.contains(CONSUMER)) {
            specs.add(consumer().dependsOn(dependencies).build());
        }
        if (names.contains(COLLECTOR)) {
            specs.add(collector().dependsOn(dependencies).build());
        }
        return specs;
    }

    private ProcessSpec infra() throws InvalidInputException {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("INFRA_SERVICES", embedded.stream().sorted().collect(Collectors.joining(",")));
        environment.put("KAFKA_TOPIC", settings.kafka().topic());
        environment.put("E2E_DATA_DIR", LaunchSpec.WORK_DIRECTORY);
        return spec(INFRA, "dev.e2e.infra.InfraMain", "-Xmx192m", environment, INFRA_READY)
                .build();
    }

    private ProcessSpec.Builder consumer() throws InvalidInputException {
        Map<String, String> environment = kafka();
        environment.put("HTTP_PORT", Integer.toString(settings.consumerPort()));
        return spec(CONSUMER, CONSUMER_MAIN, "-Xmx64m", environment, READY).fixedPorts(fixed(settings.consumerPort()));
    }

    private ProcessSpec.Builder collector() throws InvalidInputException {
        Map<String, String> environment = kafka();
        environment.put("HTTP_PORT", Integer.toString(settings.collectorPort()));
        environment.put("COLLECTION_INTERVAL", settings.interval().toMillis() + "ms");
        if (embedded.contains("kubernetes")) {
            environment.put("KUBECONFIG", "@{infra.kubeconfig}");
            environment.put("KUBE_CONTEXT", "");
        } else {
            putCluster(environment);
        }
        return spec(COLLECTOR, "dev.e2e.collector.CollectorMain", "-Xmx64m", environment, READY)
                .fixedPorts(fixed(settings.collectorPort()));
    }

    private ProcessSpec portForward() throws InvalidInputException {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("FORWARDS", settings.portForwarding().setting());
        environment.put("HTTP_PORT", Integer.toString(settings.portForwarding().httpPort()));
        putCluster(environment);
        return spec(PORT_FORWARD, "dev.e2e.infra.forward.PortForwardMain", "-Xmx64m", environment, PORT_FORWARD_READY)
                .fixedPorts(settings.portForwarding().ports())
                .build();
    }

    /** The cluster that is there. */
    private void putCluster(Map<String, String> environment) {
        if (!settings.kubeconfig().isEmpty()) {
            environment.put("KUBECONFIG", settings.kubeconfig());
        }
        environment.put("KUBE_CONTEXT", settings.context());
    }

    private static List<Integer> fixed(int port) {
        return port == 0 ? List.of() : List.of(port);
    }

    private Map<String, String> kafka() {
        return embedded.contains("kafka")
                ? settings.kafka()
                        .embeddedEnvironment(
                                "@{infra.bootstrapServers}", System.getenv().keySet())
                : settings.kafka().environment();
    }

    private ProcessSpec.Builder spec(
            ProcessName name, String mainClass, String heap, Map<String, String> environment, Pattern ready)
            throws InvalidInputException {
        List<String> options = new ArrayList<>(FRUGAL);
        if (!name.equals(CONSUMER)) { // whose hashes the optimizing compiler makes with the processor's instructions
            options.add(QUICK_START);
        }
        options.add(heap);
        JavaCommand java =
                new JavaCommand(settings.java(), options, classPaths.of(artifactId(name)), mainClass, List.of());
        LaunchSpec launch = new LaunchSpec(java.command(), settings.directory(), environment, java.workFiles());
        return ProcessSpec.of(name, launch, new Readiness.LogLine(ready))
                .directory(ProcessSpec.WorkingDirectory.DEFAULT)
                .startupTimeout(settings.startupTimeout())
                .stop(StopRules.of(settings.shutdownTimeout(), settings.directory()));
    }
}
