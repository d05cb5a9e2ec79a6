package dev.e2e.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.e2e.lifecycle.ProcessSpec;
import dev.e2e.lifecycle.Progress;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.ProcessName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltinsTest {
    private static final ClassPaths CLASS_PATHS =
            artifact -> List.of(Path.of("/repo/" + artifact + ".jar"), Path.of("/repo/with space.jar"));

    @Test
    void onTheEmbeddedInfrastructureBothDependOnItAndAreToldItsAddresses() throws Exception {
        Map<String, ProcessSpec> specs = embeddedSpecs(settings("localhost:9092", ""), Set.of("kafka", "kubernetes"));

        assertThat(specs).containsOnlyKeys("infra", "consumer", "collector");
        assertThat(specs.get("consumer").dependsOn()).containsExactly(BuiltinSpecs.INFRA);
        assertThat(specs.get("consumer").launch().environment())
                .containsEntry("KAFKA_BROKERS", "@{infra.bootstrapServers}")
                .containsEntry("KAFKA_TOPIC", "cluster-info");
        assertThat(specs.get("collector").launch().environment())
                .containsEntry("KUBECONFIG", "@{infra.kubeconfig}")
                .containsEntry("COLLECTION_INTERVAL", "60000ms");
        assertThat(specs.get("infra").launch().environment())
                .containsEntry("INFRA_SERVICES", "kafka,kubernetes")
                .containsEntry("E2E_DATA_DIR", "@{work}");
    }

    @Test
    void onAnExistingInfrastructureNothingIsAddedAndNothingWaits() throws Exception {
        Map<String, ProcessSpec> specs = embeddedSpecs(settings("kafka:9092", "/home/me/kubeconfig"), Set.of());

        assertThat(specs).containsOnlyKeys("consumer", "collector");
        assertThat(specs.get("consumer").dependsOn()).isEmpty();
        assertThat(specs.get("consumer").launch().environment()).containsEntry("KAFKA_BROKERS", "kafka:9092");
        assertThat(specs.get("collector").launch().environment()).containsEntry("KUBECONFIG", "/home/me/kubeconfig");
    }

    @Test
    void whereOnlyOneIsMissingOnlyThatIsStarted() throws Exception {
        Map<String, ProcessSpec> specs = embeddedSpecs(settings("kafka:9092", ""), Set.of("kubernetes"));

        assertThat(specs.get("infra").launch().environment()).containsEntry("INFRA_SERVICES", "kubernetes");
        assertThat(specs.get("consumer").launch().environment()).containsEntry("KAFKA_BROKERS", "kafka:9092");
        assertThat(specs.get("collector").launch().environment()).containsEntry("KUBECONFIG", "@{infra.kubeconfig}");
    }

    @Test
    void aPortForwardIsToldItsForwardsAndItsLocalPortsHaveToBeFree() throws Exception {
        ProcessSpec forward = new BuiltinSpecs(settings("kafka:9092", "/home/me/kubeconfig"), CLASS_PATHS, Set.of())
                .of(Set.of(BuiltinSpecs.PORT_FORWARD))
                .get(0);

        assertThat(forward.launch().environment())
                .containsEntry("FORWARDS", "service//kafka:9092:9092")
                .containsEntry("KUBECONFIG", "/home/me/kubeconfig")
                .containsEntry("HTTP_PORT", "0");
        assertThat(forward.fixedPorts()).containsExactly(9092);
        assertThat(forward.launch().workFiles().get("java.args"))
                .contains("/repo/e2e-infra.jar")
                .contains("dev.e2e.infra.forward.PortForwardMain");
    }

    @Test
    void whereKafkaIsForwardedWhatNeedsItWaitsForTheForwardAndItIsNotLookedFor() throws Exception {
        Set<ProcessName> both = Set.of(BuiltinSpecs.PORT_FORWARD, BuiltinSpecs.CONSUMER);
        ClassPaths none = artifact -> {
            throw new AssertionError(artifact + " must not be resolved");
        };
        InfrastructureCheck check =
                new InfrastructureCheck(settings("localhost:9092", ""), none, name -> null, Path.of("/no/home"));

        assertThat(specs(settings("localhost:9092", ""), both).get("consumer").dependsOn())
                .containsExactly(BuiltinSpecs.PORT_FORWARD);
        assertThat(specs(settings("kafka:9092", ""), both).get("consumer").dependsOn())
                .isEmpty();
        assertThat(check.look(InfrastructureCheck.KafkaComes.FORWARDED).kafka())
                .isEqualTo(new Findings.Present("localhost:9092, through port-forward"));
    }

    @Test
    void aPortForwardNeedsAClusterThatIsThere() {
        assertThatThrownBy(() -> start(Infrastructure.EMBEDDED))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("e2e.infrastructure: 'embedded' contradicts the process 'port-forward'");
    }

    private static void start(Infrastructure infrastructure) throws Exception {
        Progress silent = new Progress() {
            @Override
            public void info(String line) {}

            @Override
            public void warn(String line) {}
        };
        new BuiltinStart(settings(infrastructure, "localhost:9092", ""), CLASS_PATHS, Set.of(), silent)
                .start(Set.of(BuiltinSpecs.PORT_FORWARD), plan -> Map.of());
    }

    @Test
    void isLaunchedByAnArgumentFileThatBearsSpaces() throws Exception {
        ProcessSpec consumer =
                embeddedSpecs(settings("kafka:9092", ""), Set.of()).get("consumer");

        assertThat(consumer.launch().command()).containsExactly("/usr/bin/java", "@@{work}/java.args");
        assertThat(consumer.launch().workFiles().get("java.args"))
                .contains("\"/repo/e2e-consumer.jar:/repo/with space.jar\"\n\"dev.e2e.consumer.ConsumerMain\"\n");
    }

    @Test
    void whatCanBeToldWithoutAClientIsToldWithoutAJvm() throws Exception {
        ClassPaths none = artifact -> {
            throw new AssertionError(artifact + " must not be resolved");
        };
        Findings findings =
                new InfrastructureCheck(settings("127.0.0.1:1", ""), none, name -> null, Path.of("/no/home")).look();

        assertThat(findings.kafka()).isEqualTo(new Findings.Missing("nothing listens at 127.0.0.1:1"));
        assertThat(findings.kubernetes()).isEqualTo(new Findings.Missing("no kubeconfig"));
    }

    @Test
    void aClusterOfWhichTheCheckDidNotEvenFindOutTheAddressIsToldOfByItsFile() {
        assertThat(Findings.kubernetes(Map.of(
                        "kubernetes.state", "unreachable",
                        "kubernetes.context", "",
                        "kubernetes.server", "",
                        "kubernetes.kubeconfig", "/home/me/.kube/shop",
                        "kubernetes.reason", "no result within 25 s")))
                .isEqualTo(new Findings.Missing(
                        "the cluster of /home/me/.kube/shop does not answer (no result within 25 s)"));
    }

    @Test
    void aKubeconfigThatWasNamedHasToExist() {
        assertThatThrownBy(
                        () -> new InfrastructureCheck(settings("127.0.0.1:1", "/no/such/config"), CLASS_PATHS).look())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("e2e.kubeconfig: '/no/such/config' does not exist");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:", ":9092", "a:1,b", "a b:1", "", "host:123456"})
    void refusesBootstrapServersThatAreNone(String servers) {
        assertThatThrownBy(() -> settings(servers, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "e2e.kafka.bootstrapServers: expected host:port, or several separated by commas, got '"
                                + servers + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:9092", "a:1, b:2", "[::1]:9092", "kafka-0.kafka.svc.cluster.local:9093"})
    void acceptsBootstrapServers(String servers) {
        assertThat(settings(servers, "").kafka().bootstrapServers()).isEqualTo(servers);
    }

    @Test
    void thePropertiesOfClientsReachWhoeverTalksToAKafkaThatIsThereButNotTheEmbeddedOne() throws Exception {
        Kafka secured = new Kafka("kafka:9093", "cluster-info", "/home/me/client.properties");

        assertThat(secured.environment())
                .containsEntry("KAFKA_BROKERS", "kafka:9093")
                .containsEntry("KAFKA_PROPERTIES", "/home/me/client.properties");
        assertThat(secured.embeddedEnvironment(
                        "127.0.0.1:4711",
                        Set.of("KAFKA_SASL_JAAS_CONFIG", "KAFKA_SECURITY_PROTOCOL", "KAFKA_HEAP_OPTS", "PATH")))
                .containsExactly(
                        Map.entry("KAFKA_BROKERS", "127.0.0.1:4711"),
                        Map.entry("KAFKA_TOPIC", "cluster-info"),
                        Map.entry("KAFKA_PROPERTIES", ""),
                        Map.entry("KAFKA_SASL_JAAS_CONFIG", ""),
                        Map.entry("KAFKA_SECURITY_PROTOCOL", ""));
        assertThat(new Kafka("kafka:9092", "cluster-info", "").environment()).doesNotContainKey("KAFKA_PROPERTIES");
    }

    @Test
    void theFileOfPropertiesMayNameTheServersAndTheParameterCountsMore(@TempDir Path directory) throws Exception {
        String file = Files.writeString(directory.resolve("client.properties"), "bootstrap.servers = kafka:9093\n")
                .toString();

        assertThat(Kafka.of("localhost:9092", "t", file).bootstrapServers()).isEqualTo("kafka:9093");
        assertThat(Kafka.of("other:1", "t", file).bootstrapServers()).isEqualTo("other:1");
        assertThat(Kafka.of("localhost:9092", "t", "").bootstrapServers()).isEqualTo("localhost:9092");
    }

    @Test
    void aFileOfPropertiesThatCannotBeReadIsRefused(@TempDir Path directory) throws Exception {
        Path broken = Files.write(directory.resolve("broken.properties"), new byte[] {'a', '=', (byte) 0xff});

        assertThatThrownBy(() -> Kafka.of("localhost:9092", "t", "/no/such/file"))
                .hasMessageStartingWith(
                        "e2e.kafka.properties: expected a file of properties of Kafka's clients, got '/no/such/file', which does not exist");
        assertThatThrownBy(() -> Kafka.of("localhost:9092", "t", directory.toString()))
                .hasMessageStartingWith("e2e.kafka.properties: expected a file of properties of Kafka's clients, got '"
                        + directory + "', which cannot be read");
        assertThatThrownBy(() -> Kafka.of("localhost:9092", "t", broken.toString()))
                .hasMessageStartingWith("e2e.kafka.properties: expected a file of properties in UTF-8 (")
                .hasMessageEndingWith("), got '" + broken + "'");
    }

    private static Map<String, ProcessSpec> embeddedSpecs(BuiltinSettings settings, Set<String> embedded)
            throws InvalidInputException {
        return specs(settings, embedded, Set.of(BuiltinSpecs.CONSUMER, BuiltinSpecs.COLLECTOR));
    }

    private static Map<String, ProcessSpec> specs(BuiltinSettings settings, Set<ProcessName> names)
            throws InvalidInputException {
        return specs(settings, Set.of(), names);
    }

    private static Map<String, ProcessSpec> specs(
            BuiltinSettings settings, Set<String> embedded, Set<ProcessName> names) throws InvalidInputException {
        return new BuiltinSpecs(settings, CLASS_PATHS, embedded)
                .of(names).stream().collect(Collectors.toMap(spec -> spec.name().value(), Function.identity()));
    }

    private static BuiltinSettings settings(String servers, String kubeconfig) {
        return settings(Infrastructure.AUTO, servers, kubeconfig);
    }

    private static BuiltinSettings settings(Infrastructure infrastructure, String servers, String kubeconfig) {
        return new BuiltinSettings(
                Path.of("/usr/bin/java"),
                Path.of("/"),
                infrastructure,
                new Kafka(servers, "cluster-info", ""),
                kubeconfig,
                "",
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(15),
                0,
                0,
                new PortForwarding(List.of(Forward.KAFKA), 0));
    }
}
