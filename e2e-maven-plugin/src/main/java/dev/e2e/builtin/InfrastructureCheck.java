package dev.e2e.builtin;

import dev.e2e.process.InvalidInputException;
import dev.e2e.process.KeyValueLines;
import dev.e2e.process.ProcessFailureException;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which Kafka and which Kubernetes are there. What can be told without their clients is told at once; for the
 * rest a short-lived JVM with {@code e2e-infra} on its class path looks.
 */
public final class InfrastructureCheck {
    private static final int CONNECT_MILLIS = 1000;

    private final BuiltinSettings settings;
    private final ClassPaths classPaths;
    private final Function<String, @Nullable String> environment;
    private final Path home;

    public InfrastructureCheck(BuiltinSettings settings, ClassPaths classPaths) {
        this(settings, classPaths, System::getenv, Path.of(System.getProperty("user.home")));
    }

    InfrastructureCheck(
            BuiltinSettings settings,
            ClassPaths classPaths,
            Function<String, @Nullable String> environment,
            Path home) {
        this.settings = settings;
        this.classPaths = classPaths;
        this.environment = environment;
        this.home = home;
    }

    /**
     * Looks.
     *
     * @throws InvalidInputException when the kubeconfig that was named is missing or cannot be parsed, or when a Kafka is
     *     there that does not want what its clients are told
     */
    public Findings look() throws InvalidInputException, ProcessFailureException, InterruptedException {
        return look(KafkaComes.BY_ITSELF);
    }

    /** Where Kafka comes from, as far as it is known without a look. */
    enum KafkaComes {
        BY_ITSELF,
        /** Through the process {@code port-forward}, once that runs; it is not looked for. */
        FORWARDED
    }

    /** As {@link #look()}, for Kubernetes alone where Kafka is forwarded. */
    Findings look(KafkaComes kafkaComes) throws InvalidInputException, ProcessFailureException, InterruptedException {
        refuseMissingKubeconfig();
        List<String> toCheck = new ArrayList<>();
        Findings.Service kafka = kafkaComes == KafkaComes.FORWARDED
                ? new Findings.Present(settings.kafka().bootstrapServers() + ", through port-forward")
                : new Findings.Missing("nothing listens at " + settings.kafka().bootstrapServers());
        if (kafkaComes == KafkaComes.BY_ITSELF
                && settings.kafka().servers().stream().anyMatch(InfrastructureCheck::accepts)) {
            toCheck.add("kafka");
        }
        Findings.Service kubernetes = new Findings.Missing("no kubeconfig");
        if (kubernetesIsConfigured()) {
            toCheck.add("kubernetes");
        }
        Map<String, String> report = toCheck.isEmpty() ? new HashMap<>() : ask(toCheck);
        if ("invalid".equals(report.get("kubernetes.state"))) {
            throw new InvalidInputException("e2e.kubeconfig: " + report.getOrDefault("kubernetes.reason", "")
                    + "; correct it, name another with -De2e.kubeconfig=…, or use -De2e.infrastructure=embedded");
        }
        if ("refused".equals(report.get("kafka.state"))) {
            throw new InvalidInputException(
                    "Kafka at %s is not to be had so: %s; correct it, or do without that Kafka by -De2e.infrastructure=embedded"
                            .formatted(
                                    settings.kafka().bootstrapServers(),
                                    asParameters(report.getOrDefault("kafka.reason", ""))));
        }
        report.computeIfPresent("kafka.reason", (key, reason) -> asParameters(reason));
        return new Findings(
                toCheck.contains("kafka") ? Findings.kafka(report) : kafka,
                toCheck.contains("kubernetes") ? Findings.kubernetes(report) : kubernetes,
                report.getOrDefault("kubernetes.kubeconfig", ""));
    }

    /** Of several files some may be missing, as kubectl has it; not all of them. */
    private void refuseMissingKubeconfig() throws InvalidInputException {
        String files = settings.kubeconfig();
        boolean someIsThere =
                Stream.of(files.split(File.pathSeparator, -1)).map(Path::of).anyMatch(Files::isReadable);
        if (!files.isEmpty() && !someIsThere) {
            throw new InvalidInputException(
                    "e2e.kubeconfig: '%s' %s; name an existing file, or leave it out to find it as kubectl does"
                            .formatted(files, Files.exists(Path.of(files)) ? "cannot be read" : "does not exist"));
        }
    }

    private boolean kubernetesIsConfigured() {
        return !settings.kubeconfig().isEmpty()
                || !Objects.requireNonNullElse(environment.apply("KUBECONFIG"), "")
                        .isEmpty()
                || environment.apply("KUBERNETES_SERVICE_HOST") != null
                || Files.exists(home.resolve(".kube/config"));
    }

    private static boolean accepts(String server) {
        int colon = server.lastIndexOf(':');
        String host = server.substring(0, colon).replaceAll("^\\[|]$", "");
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, Integer.parseInt(server.substring(colon + 1))), CONNECT_MILLIS);
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    private Map<String, String> ask(List<String> services)
            throws InvalidInputException, ProcessFailureException, InterruptedException {
        JavaTool check = new JavaTool(
                settings.java(),
                settings.directory(),
                List.of(),
                classPaths.of(BuiltinSpecs.artifactId(BuiltinSpecs.INFRA)),
                "dev.e2e.infra.CheckMain");
        Map<String, String> variables = settings.kafka().environment();
        variables.put("INFRA_SERVICES", String.join(",", services));
        if (!settings.kubeconfig().isEmpty()) {
            variables.put("KUBECONFIG", settings.kubeconfig());
        }
        if (!settings.context().isEmpty()) {
            variables.put("KUBE_CONTEXT", settings.context());
        }
        try {
            JavaTool.Result result = check.run(List.of(), variables);
            if (result.exitCode() == JavaTool.USAGE) {
                throw new InvalidInputException(asParameters(result.errors().strip()));
            }
            if (result.exitCode() != 0) {
                throw new ProcessFailureException(
                        "The infrastructure check exited with %d; go on without it by -De2e.infrastructure=none; it said:\n%s"
                                .formatted(result.exitCode(), result.output()));
            }
            return KeyValueLines.parse(result.output());
        } catch (IOException e) {
            throw new InvalidInputException(
                    "The infrastructure check cannot be run with %s: %s".formatted(settings.java(), e.getMessage()), e);
        }
    }

    /** What the check says of a variable that it was given is about the parameter that it comes from. */
    private String asParameters(String text) {
        boolean byUser =
                settings.kafka().properties().isEmpty() && environment.apply(Kafka.PROPERTIES_VARIABLE) != null;
        return byUser ? text : text.replace(Kafka.PROPERTIES_VARIABLE, Kafka.PROPERTIES);
    }
}
