package dev.e2e.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class InfraMainTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private Path data;

    @BeforeEach
    void makeDataDirectory() throws Exception {
        data = Files.createDirectory(directory.resolve("data"));
    }

    @Test
    void runsBothServicesUntilItIsToldToEndAndLeavesNothing() throws Exception {
        Map<String, String> environment = Map.of("E2E_DATA_DIR", data.toString(), "KAFKA_TOPIC", "orders");
        try (ChildJvm infra = ChildJvm.start(InfraMain.class, directory, environment)) {
            Map<String, String> published = infra.awaitReady();

            assertThat(published).containsOnlyKeys("bootstrapServers", "kubeconfig", "kubernetesUrl");
            Path kubeconfig = Path.of(published.get("kubeconfig"));
            assertThat(kubeconfig).isAbsolute().startsWith(data.toRealPath());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kubeconfig)))
                    .isEqualTo("rw-------");
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", published.get("bootstrapServers")))) {
                assertThat(admin.listTopics().names().get(20, TimeUnit.SECONDS)).containsExactly("orders");
            }
            try (KubernetesClient client = new KubernetesClientBuilder()
                    .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                    .build()) {
                assertThat(client.nodes().list().getItems()).hasSize(3);
            }
            assertThat(infra.lines())
                    .as("one line an event")
                    .hasSize(3)
                    .anyMatch(line -> line.contains("Kafka started at " + published.get("bootstrapServers")))
                    .anyMatch(line -> line.contains("Kubernetes API v1.34.1 started at http://127.0.0.1:"));

            infra.terminate();

            assertThat(infra.awaitExit(SOON)).isEqualTo(143);
            assertThat(infra.errors()).isEmpty();
            assertThat(infra.lines()).hasSize(5).last().asString().endsWith("Kafka stopped");
            assertThat(data).isEmptyDirectory();
            assertThat(directory.resolve("tmp")).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @CsvSource({"kafka,bootstrapServers", "KUBERNETES,kubeconfig kubernetesUrl"})
    void runsTheOneThatIsNamedInATemporaryDirectoryOfItsOwn(String services, String published) throws Exception {
        try (ChildJvm infra = ChildJvm.start(InfraMain.class, directory, Map.of("INFRA_SERVICES", services))) {
            assertThat(infra.awaitReady()).containsOnlyKeys(published.split(" "));
            assertThat(directory.resolve("tmp")).isNotEmptyDirectory();

            infra.terminate();

            infra.awaitExit(SOON);
            assertThat(infra.errors()).isEmpty();
            assertThat(directory.resolve("tmp")).isEmptyDirectory();
        }
    }

    @Test
    void startedAgainItIsWhereItWas() throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of("E2E_DATA_DIR", data.toString()));
        Map<String, String> before = published(environment);
        environment.put("E2E_PUBLISHED_BOOTSTRAPSERVERS", before.get("bootstrapServers"));
        environment.put("E2E_PUBLISHED_KUBERNETESURL", before.get("kubernetesUrl"));

        assertThat(published(environment)).isEqualTo(before);
    }

    @Test
    void whereAStrangerHasItsPortItTakesAnotherAndSaysSo() throws Exception {
        try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + stranger.getLocalPort();
            Map<String, String> environment =
                    Map.of("INFRA_SERVICES", "kubernetes", "E2E_PUBLISHED_KUBERNETESURL", url);
            try (ChildJvm infra = ChildJvm.start(InfraMain.class, directory, environment)) {
                assertThat(infra.awaitReady().get("kubernetesUrl"))
                        .startsWith("http://127.0.0.1:")
                        .isNotEqualTo(url);
                assertThat(infra.lines()).anyMatch(line -> line.contains(url + " was here before"));
            }
        }
    }

    /** What it publishes; it has ended then. */
    private Map<String, String> published(Map<String, String> environment) throws Exception {
        try (ChildJvm infra = ChildJvm.start(InfraMain.class, directory, environment)) {
            Map<String, String> published = infra.awaitReady();
            infra.terminate();
            infra.awaitExit(SOON);
            return published;
        }
    }

    @Test
    void toldToEndWhileItStartsItEndsAndLeavesNothing() throws Exception {
        Map<String, String> environment = Map.of("E2E_DATA_DIR", data.toString());
        try (ChildJvm infra = ChildJvm.start(InfraMain.class, directory, environment)) {
            Awaitility.await().atMost(SOON).until(() -> data.toFile().list().length > 0);

            infra.terminate();

            infra.awaitExit(SOON);
            assertThat(data).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "INFRA_SERVICES|kafka,zookeeper|'zookeeper' is neither, got 'kafka,zookeeper'",
                "KAFKA_TOPIC|no topic|expected a topic of up to 249 letters",
                "E2E_DATA_DIR|/nowhere/at/all|expected an existing directory that can be written to"
            })
    void refusesABadSettingByName(String name, String value, String message) throws Exception {
        try (ChildJvm infra = ChildJvm.start(InfraMain.class, directory, Map.of(name, value))) {
            assertThat(infra.awaitExit(SOON)).isEqualTo(2);
            assertThat(infra.errors())
                    .singleElement()
                    .asString()
                    .startsWith(name + ": ")
                    .contains(message);
            assertThat(infra.lines()).isEmpty();
        }
    }
}
