package dev.e2e.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CheckMainTest {
    @TempDir
    Path directory;

    @Test
    void reportsWhatIsThere() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), List.of());
                EmbeddedKubernetes kubernetes = EmbeddedKubernetes.start(directory.resolve("kubernetes"))) {
            Map<String, String> environment = Map.of(
                    "KAFKA_BROKERS",
                    kafka.bootstrapServers(),
                    "KUBECONFIG",
                    kubernetes.kubeconfig().toString());
            // On a machine that is busy enough even the time of a check is not enough.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(90))
                    .untilAsserted(() -> assertThat(check(environment))
                            .containsExactly(
                                    entry("kafka.state", "reachable"),
                                    entry("kafka.address", kafka.bootstrapServers()),
                                    entry("kafka.version", "4.4-IV2"),
                                    entry("kafka.brokers", "1"),
                                    entry("kafka.reason", ""),
                                    entry("kubernetes.state", "reachable"),
                                    entry("kubernetes.context", "e2e-embedded"),
                                    entry("kubernetes.server", kubernetes.url()),
                                    entry("kubernetes.version", "v1.34.1"),
                                    entry(
                                            "kubernetes.kubeconfig",
                                            kubernetes.kubeconfig().toString()),
                                    entry("kubernetes.reason", "")));
        }
    }

    @Test
    void reportsOnlyWhatIsAskedFor() throws Exception {
        assertThat(check(Map.of("INFRA_SERVICES", "kubernetes", "HOME", directory.toString())))
                .containsOnlyKeys(
                        "kubernetes.state",
                        "kubernetes.context",
                        "kubernetes.server",
                        "kubernetes.version",
                        "kubernetes.kubeconfig",
                        "kubernetes.reason")
                .containsEntry("kubernetes.state", "unconfigured");
    }

    @Test
    void refusesAnAddressWithoutAPort() throws Exception {
        try (ChildJvm check = ChildJvm.start(CheckMain.class, directory, Map.of("KAFKA_BROKERS", "localhost"))) {
            assertThat(check.awaitExit(Duration.ofSeconds(30))).isEqualTo(2);
            assertThat(check.errors()).singleElement().asString().startsWith("KAFKA_BROKERS: expected host:port");
            assertThat(check.lines()).isEmpty();
        }
    }

    /** What it prints: nothing but {@code key=value} lines, and nothing on standard error. */
    private Map<String, String> check(Map<String, String> environment) throws Exception {
        try (ChildJvm check = ChildJvm.start(CheckMain.class, directory, environment)) {
            assertThat(check.awaitExit(Duration.ofSeconds(30))).isZero();
            assertThat(check.errors()).isEmpty();
            assertThat(check.lines()).allMatch(line -> line.matches("(kafka|kubernetes)\\.[a-z]+=.*"));
            Map<String, String> report = new LinkedHashMap<>();
            check.lines().forEach(line -> report.put(line.split("=", 2)[0], line.split("=", 2)[1]));
            return report;
        }
    }
}
