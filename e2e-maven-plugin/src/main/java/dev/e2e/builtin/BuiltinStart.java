package dev.e2e.builtin;

import dev.e2e.builtin.InfrastructureCheck.KafkaComes;
import dev.e2e.lifecycle.ProcessSpec;
import dev.e2e.lifecycle.Progress;
import dev.e2e.lifecycle.StartRequest;
import dev.e2e.process.E2eException;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.ProcessFailureException;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From the infrastructure check to what the tests need to know. */
public final class BuiltinStart {
    private final BuiltinSettings settings;
    private final ClassPaths classPaths;
    private final Set<String> insisted;
    private final Progress progress;

    /**
     * A start with these settings.
     *
     * @param insisted the properties that the command line gives; what they name has to be there, since tests see the
     *     command line's value and no other
     */
    public BuiltinStart(BuiltinSettings settings, ClassPaths classPaths, Set<String> insisted, Progress progress) {
        this.settings = settings;
        this.classPaths = classPaths;
        this.insisted = Set.copyOf(insisted);
        this.progress = progress;
    }

    /** Starts the processes of a plan; an implementation makes the {@link StartRequest} of it. */
    @FunctionalInterface
    public interface Starter {
        /** Starts what was planned and returns the states of all. */
        Map<ProcessName, ProcessState> start(Plan plan) throws E2eException, InterruptedException;
    }

    /**
     * What is to be started.
     *
     * @param specs the processes
     * @param names the names that an earlier start may have left, these processes' and {@code infra}
     * @param infrastructure what stands for the addresses of Kafka and Kubernetes, by the names of their properties; may
     *     refer to what {@code infra} publishes
     */
    public record Plan(List<ProcessSpec> specs, Set<ProcessName> names, Map<String, String> infrastructure) {

        /** Whether {@code infra} is among the processes. */
        public boolean hasInfra() {
            return specs.stream().anyMatch(spec -> spec.name().equals(BuiltinSpecs.INFRA));
        }
    }

    /**
     * Looks at the infrastructure where it is needed, plans, starts.
     *
     * @param names which of consumer, collector, port-forward and infra; none of them needs no infrastructure
     * @return the properties that tests need
     */
    public Map<String, String> start(Set<ProcessName> names, Starter starter)
            throws E2eException, InterruptedException {
        return start(names, null, starter);
    }

    /** Looks at the infrastructure, as {@link Infrastructure#AUTO} does, and starts nothing. */
    public Findings look() throws E2eException, InterruptedException {
        return new InfrastructureCheck(settings, classPaths).look(KafkaComes.BY_ITSELF);
    }

    /**
     * Looks at the infrastructure, tells of it, and starts nothing.
     *
     * @throws ProcessFailureException where something is missing for which no embedded one would be started
     */
    public Findings check() throws E2eException, InterruptedException {
        Findings findings = look();
        findings.lines().forEach(progress::info);
        insist(Service.KAFKA, findings.kafka());
        insist(Service.KUBERNETES, findings.kubernetes());
        return findings;
    }

    /** Has everything at hand that a start of these needs, so that nothing is downloaded in the middle of it. */
    public void prepare(Set<ProcessName> names) throws InvalidInputException {
        List<String> needed = needed(names);
        try (EarlyClassPaths early = new EarlyClassPaths(classPaths, needed)) {
            for (String artifactId : needed) {
                early.of(artifactId);
            }
        }
    }

    /**
     * Plans and starts.
     *
     * @param found what was found of the infrastructure before; {@code null}: it is looked at now
     */
    public Map<String, String> start(Set<ProcessName> names, @Nullable Findings found, Starter starter)
            throws E2eException, InterruptedException {
        if (names.isEmpty()) {
            return TestProperties.published(starter.start(new Plan(List.of(), Set.of(), Map.of())));
        }
        try (EarlyClassPaths early = new EarlyClassPaths(classPaths, needed(names))) {
            return start(names, early, found, starter);
        }
    }

    /** The artifacts that will be asked for, in the order of their need. */
    private List<String> needed(Set<ProcessName> names) {
        return Stream.of(BuiltinSpecs.INFRA, BuiltinSpecs.PORT_FORWARD, BuiltinSpecs.COLLECTOR, BuiltinSpecs.CONSUMER)
                .filter(name -> names.contains(name)
                        || (name.equals(BuiltinSpecs.INFRA) && settings.infrastructure() != Infrastructure.NONE))
                .map(BuiltinSpecs::artifactId)
                .distinct()
                .toList();
    }

    private Map<String, String> start(
            Set<ProcessName> names, ClassPaths early, @Nullable Findings found, Starter starter)
            throws E2eException, InterruptedException {
        Set<String> embedded = new TreeSet<>();
        String kubeconfig = settings.kubeconfig();
        switch (settings.infrastructure()) {
            case NONE -> progress.info("Infrastructure: not looked at (e2e.infrastructure=none)");
            case EMBEDDED -> {
                if (names.contains(BuiltinSpecs.PORT_FORWARD)) {
                    throw new InvalidInputException(
                            "e2e.infrastructure: 'embedded' contradicts the process 'port-forward', since nothing runs in the embedded cluster that could be forwarded to; leave one of them out");
                }
                progress.info("Infrastructure: embedded Kafka and Kubernetes API, as e2e.infrastructure says");
                for (Service service : Service.values()) {
                    Optional<String> contradiction = insistedOn(service);
                    if (contradiction.isPresent()) {
                        throw new InvalidInputException(
                                "e2e.infrastructure: 'embedded' contradicts %s on the command line; leave one of them out"
                                        .formatted(contradiction.get()));
                    }
                    embedded.add(service.id);
                }
            }
            case AUTO, EXISTING -> {
                Findings findings = found == null ? look(names, early) : found;
                if (!isForwardAlone(names)) {
                    decide(Service.KAFKA, findings.kafka(), embedded);
                }
                decide(Service.KUBERNETES, findings.kubernetes(), embedded);
                kubeconfig = findings.kubeconfig();
            }
        }
        Set<ProcessName> conflicts = new TreeSet<>(names);
        if (!isForwardAlone(names)) {
            conflicts.add(BuiltinSpecs.INFRA);
        }
        Map<String, String> addresses = new TreeMap<>();
        boolean ownKafka = embedded.contains(Service.KAFKA.id);
        addresses.put(
                Service.KAFKA.property,
                ownKafka ? "@{infra.bootstrapServers}" : settings.kafka().bootstrapServers());
        addresses.put(Kafka.PROPERTIES, ownKafka ? "" : settings.kafka().properties());
        addresses.put(
                Service.KUBERNETES.property,
                embedded.contains(Service.KUBERNETES.id) ? "@{infra.kubeconfig}" : kubeconfig);
        Map<ProcessName, ProcessState> states =
                starter.start(new Plan(new BuiltinSpecs(settings, early, embedded).of(names), conflicts, addresses));
        return TestProperties.of(states, settings.kafka(), kubeconfig);
    }

    private Findings look(Set<ProcessName> names, ClassPaths early) throws E2eException, InterruptedException {
        boolean noKafka = isForwardAlone(names) || settings.kafkaIsForwarded(names);
        Findings findings =
                new InfrastructureCheck(settings, early).look(noKafka ? KafkaComes.FORWARDED : KafkaComes.BY_ITSELF);
        if (names.contains(BuiltinSpecs.PORT_FORWARD) && findings.kubernetes() instanceof Findings.Missing missing) {
            throw new ProcessFailureException(
                    "Kubernetes: %s; the process 'port-forward' needs a cluster that is there: start it, or name its kubeconfig with -De2e.kubeconfig=…"
                            .formatted(missing.text()));
        }
        return findings;
    }

    /** Then nothing but the cluster is of interest. */
    private static boolean isForwardAlone(Set<ProcessName> names) {
        return names.equals(Set.of(BuiltinSpecs.PORT_FORWARD));
    }

    private enum Service {
        KAFKA("Kafka", "kafka", Kafka.SERVERS),
        KUBERNETES("Kubernetes", "kubernetes", TestProperties.KUBECONFIG);

        private final String display;
        private final String id;
        private final String property;

        Service(String display, String id, String property) {
            this.display = display;
            this.id = id;
            this.property = property;
        }
    }

    /** The first property on the command line that speaks of a service that is there. */
    private Optional<String> insistedOn(Service service) {
        return Stream.of(service.property, service == Service.KAFKA ? Kafka.PROPERTIES : service.property)
                .filter(insisted::contains)
                .findFirst();
    }

    private void decide(Service service, Findings.Service found, Set<String> embedded) throws ProcessFailureException {
        insist(service, found);
        if (found instanceof Findings.Present) {
            progress.info("✅ %s: %s".formatted(service.display, found.text()));
        } else {
            progress.info("⚪ %s: %s; the embedded one is started".formatted(service.display, found.text()));
            embedded.add(service.id);
        }
    }

    private void insist(Service service, Findings.Service found) throws ProcessFailureException {
        if (found instanceof Findings.Present) {
            return;
        }
        if (settings.infrastructure() == Infrastructure.EXISTING) {
            throw new ProcessFailureException(
                    "%s: %s; start it, correct %s, or let the embedded one be started with -De2e.infrastructure=auto"
                            .formatted(service.display, found.text(), service.property));
        }
        Optional<String> told = insistedOn(service);
        if (told.isPresent()) {
            throw new ProcessFailureException(
                    "%s: %s, as %s on the command line says; start it, correct it, or leave it out to let the embedded one be started"
                            .formatted(service.display, found.text(), told.get()));
        }
    }
}
