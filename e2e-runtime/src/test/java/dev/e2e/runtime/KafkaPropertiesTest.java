package dev.e2e.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaPropertiesTest {
    private static final Set<String> KNOWN = Set.of(
            "bootstrap.servers",
            "security.protocol",
            "sasl.jaas.config",
            "ssl.truststore.location",
            "acks",
            "linger.ms");

    @TempDir
    private Path directory;

    @Test
    void withoutAnyThereAreNoneAndTheBrokersAreTheSettings() {
        KafkaProperties properties = read(Map.of());

        assertThat(properties.values()).isEmpty();
        assertThat(properties.brokers()).isEqualTo("localhost:9092");
    }

    @Test
    void variablesCountMoreThanTheFile() throws IOException {
        Path file = file("security.protocol = SSL\nlinger.ms=5\nown.of.a.plugin=x ü\n");

        KafkaProperties properties =
                read(Map.of("KAFKA_PROPERTIES", file.toString(), "KAFKA_SECURITY_PROTOCOL", "SASL_SSL"));

        assertThat(properties.values())
                .isEqualTo(Map.of("security.protocol", "SASL_SSL", "linger.ms", "5", "own.of.a.plugin", "x ü"));
        assertThat(properties.sources())
                .isEqualTo(
                        "KAFKA_PROPERTIES, %1$s, linger.ms; KAFKA_PROPERTIES, %1$s, own.of.a.plugin; KAFKA_SECURITY_PROTOCOL"
                                .formatted(file));
    }

    @Test
    void brokersMayComeFromTheFileAndTheSettingCountsMore() throws IOException {
        String file = file("bootstrap.servers=a:1,b:2\n").toString();

        assertThat(read(Map.of("KAFKA_PROPERTIES", file)).brokers()).isEqualTo("a:1,b:2");
        assertThat(read(Map.of("KAFKA_PROPERTIES", file, "KAFKA_BROKERS", "c:3"))
                        .brokers())
                .isEqualTo("c:3");
        assertThat(read(Map.of("KAFKA_BOOTSTRAP_SERVERS", "d:4")).brokers()).isEqualTo("d:4");
        assertRefused(
                Map.of("KAFKA_BOOTSTRAP_SERVERS", "d"),
                "KAFKA_BOOTSTRAP_SERVERS: expected host:port, or several separated by commas, got 'd'");
    }

    @Test
    void whatTheApplicationDependsOnIsNotOverridden() throws IOException {
        Path file = file("acks=0\n");

        assertThat(read(Map.of("KAFKA_ACKS", "all")).values()).containsEntry("acks", "all");
        assertRefused(
                Map.of("KAFKA_ACKS", "1"), "KAFKA_ACKS: expected to be left out, since acks has to be all, got '1'");
        assertRefused(
                Map.of("KAFKA_PROPERTIES", file.toString()),
                "KAFKA_PROPERTIES, " + file + ", acks: expected to be left out, since acks has to be all, got '0'");
        assertRefused(
                Map.of("KAFKA_LINGER_MS", "7"),
                "KAFKA_LINGER_MS: expected to be left out, since this application sets it itself, got '7'",
                Map.of("linger.ms", ""));
    }

    @Test
    void aMistypedVariableOfTlsOrSaslIsRefusedAndOthersAreNoneOfOurs() {
        assertThat(read(Map.of(
                                "KAFKA_HEAP_OPTS",
                                "-Xmx1g",
                                "KAFKA_PORT",
                                "tcp://10.0.0.1:9092",
                                "KAFKA_LINGER_MS",
                                " "))
                        .values())
                .isEmpty();
        assertRefused(
                Map.of("KAFKA_SSL_TRUSTORE_LOCATION", "/x"),
                "KAFKA_SSL_TRUSTORE_LOCATION: expected the name of a property of Kafka's clients;"
                        + " there is no 'ssl.trustore.location'");
    }

    @Test
    void filesThatAreNotThereAreRefusedByName() {
        assertRefused(
                Map.of("KAFKA_SSL_TRUSTSTORE_LOCATION", "/no/such"),
                "KAFKA_SSL_TRUSTSTORE_LOCATION: expected a file that can be read, got '/no/such'");
        assertRefused(
                Map.of("KAFKA_PROPERTIES", "/no/such"),
                "KAFKA_PROPERTIES: expected a file that can be read, got '/no/such'");
    }

    @Test
    void aFileThatHoldsNoPropertiesIsRefused() throws IOException {
        Path file = file("a=\\u12\n");

        assertRefused(
                Map.of("KAFKA_PROPERTIES", file.toString()),
                "KAFKA_PROPERTIES: expected a file of properties in UTF-8 (Malformed \\uxxxx encoding.), got '" + file
                        + "'");
    }

    private Path file(String content) throws IOException {
        return Files.writeString(directory.resolve("client.properties"), content, StandardCharsets.UTF_8);
    }

    private static KafkaProperties read(Map<String, String> environment) {
        return read(environment, Map.of("acks", "all"));
    }

    private static KafkaProperties read(Map<String, String> environment, Map<String, String> own) {
        Settings settings = Settings.read(
                List.of(KafkaProperties.KAFKA_BROKERS, KafkaProperties.KAFKA_PROPERTIES), new HashMap<>(environment));
        return KafkaProperties.read(settings, environment, () -> KNOWN, own);
    }

    private static void assertRefused(Map<String, String> environment, String message) {
        assertRefused(environment, message, Map.of("acks", "all"));
    }

    private static void assertRefused(Map<String, String> environment, String message, Map<String, String> own) {
        assertThatThrownBy(() -> read(environment, own))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage(message);
    }
}
