package dev.e2e.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.e2e.runtime.InvalidSettingsException;
import dev.e2e.runtime.KafkaProperties;
import dev.e2e.runtime.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The check with a broker that wants TLS, a login, or both, and with clients that are told so, or not, or wrongly. */
@Timeout(90)
class SecuredKafkaCheckTest {
    @TempDir
    private static Path shared;

    private static SecuredKafka kafka;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startBroker() throws Exception {
        kafka = SecuredKafka.start(shared, List.of());
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @Test
    void itIsLetInWithTheRightPasswordByTls() throws Exception {
        assertThat(check(kafka.both(), properties(SecuredKafka.PASSWORD, kafka.store())))
                .containsEntry("kafka.state", "reachable")
                .containsEntry("kafka.brokers", "1")
                .containsEntry("kafka.reason", "");
    }

    @Test
    void aWrongPasswordIsToldByItsProperty() throws Exception {
        Path file = properties("not-the-one", kafka.store());

        assertThat(check(kafka.both(), file))
                .containsEntry("kafka.state", "refused")
                .containsEntry(
                        "kafka.reason",
                        "KAFKA_PROPERTIES, " + file
                                + ", sasl.jaas.config: Authentication failed: Invalid username or password");
    }

    @Test
    void aCertificateOfAnUnknownAuthorityIsToldByTheTrustStore() throws Exception {
        Path file = properties(SecuredKafka.PASSWORD, SecuredKafka.keyStore(directory, "another"));

        assertThat(check(kafka.both(), file))
                .containsEntry("kafka.state", "refused")
                .containsEntry(
                        "kafka.reason",
                        "KAFKA_PROPERTIES, " + file + ", ssl.truststore.location: TLS: the server's certificate is not"
                                + " signed by an authority that is trusted here");
    }

    @Test
    void aMechanismThatTheBrokerDoesNotKnowIsTold() throws Exception {
        assertThat(check(Map.of(
                        "KAFKA_BROKERS",
                        kafka.withPassword(),
                        "KAFKA_SECURITY_PROTOCOL",
                        "SASL_PLAINTEXT",
                        "KAFKA_SASL_MECHANISM",
                        "SCRAM-SHA-256",
                        "KAFKA_SASL_JAAS_CONFIG",
                        SecuredKafka.login("x").replace("plain.Plain", "scram.Scram"))))
                .containsEntry("kafka.state", "refused")
                .hasEntrySatisfying(
                        "kafka.reason",
                        reason -> assertThat(reason)
                                .startsWith("KAFKA_SASL_MECHANISM: Client SASL mechanism 'SCRAM-SHA-256' not enabled"));
    }

    @Test
    void tlsThatNobodySpokeOfIsTold() throws Exception {
        assertThat(check(Map.of("KAFKA_BROKERS", kafka.encrypted())))
                .containsEntry("kafka.state", "unreachable")
                .containsEntry(
                        "kafka.reason",
                        "KAFKA_PROPERTIES: what listens there speaks TLS; say so with security.protocol=SSL, or SASL_SSL"
                                + " where it asks for a login");
    }

    /** A client without TLS takes the server's alert for the beginning of an answer of 352 MB. */
    @Test
    void itIsToldByAProcessOfLittleMemoryToo() throws Exception {
        Map<String, String> environment = Map.of("KAFKA_BROKERS", kafka.encrypted(), "INFRA_SERVICES", "kafka");
        try (ChildJvm check = ChildJvm.start(CheckMain.class, directory, environment, "-Xmx64m")) {
            assertThat(check.awaitExit(Duration.ofSeconds(60))).isZero();
            assertThat(check.lines())
                    .contains("kafka.reason=KAFKA_PROPERTIES: what listens there speaks TLS; say so with"
                            + " security.protocol=SSL, or SASL_SSL where it asks for a login");
            assertThat(check.errors()).isEmpty();
        }
    }

    @Test
    void tlsThatIsNotSpokenIsTold() throws Exception {
        assertThat(check(Map.of("KAFKA_BROKERS", kafka.open(), "KAFKA_SECURITY_PROTOCOL", "SSL")))
                .containsEntry("kafka.state", "refused")
                .containsEntry("kafka.reason", "KAFKA_SECURITY_PROTOCOL: what listens there does not speak TLS");
    }

    @Test
    void aLoginThatNobodySpokeOfMayBeTheReason() throws Exception {
        assertThat(check(Map.of("KAFKA_BROKERS", kafka.withPassword())))
                .containsEntry("kafka.state", "unreachable")
                .hasEntrySatisfying(
                        "kafka.reason",
                        reason -> assertThat(reason)
                                .startsWith("something listens but does not answer as a Kafka broker without TLS and"
                                        + " login would: "));
    }

    @Test
    void aLoginThatIsNotAskedForIsTold() throws Exception {
        assertThat(check(Map.of(
                        "KAFKA_BROKERS",
                        kafka.open(),
                        "KAFKA_SECURITY_PROTOCOL",
                        "SASL_PLAINTEXT",
                        "KAFKA_SASL_MECHANISM",
                        "PLAIN",
                        "KAFKA_SASL_JAAS_CONFIG",
                        SecuredKafka.login("x"))))
                .containsEntry("kafka.state", "refused")
                .hasEntrySatisfying(
                        "kafka.reason", reason -> assertThat(reason).startsWith("KAFKA_SECURITY_PROTOCOL: "));
    }

    @Test
    void aTrustStoreThatCannotBeOpenedIsRefused() throws Exception {
        Path file = Files.writeString(
                directory.resolve("client.properties"),
                "security.protocol=SSL\nssl.truststore.location=%s\nssl.truststore.password=another-one\n"
                        .formatted(kafka.store()));

        assertThatThrownBy(() -> check(kafka.encrypted(), file))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("KAFKA_PROPERTIES, " + file + ", ssl.truststore.password")
                .hasMessageContaining(": expected what Kafka's clients can be set up with (")
                .message()
                .doesNotContain("another-one");
    }

    private Path properties(String password, Path store) throws Exception {
        return SecuredKafka.properties(directory.resolve("client.properties"), password, store);
    }

    private static Map<String, String> check(String address, Path file) throws InterruptedException {
        return check(Map.of("KAFKA_BROKERS", address, "KAFKA_PROPERTIES", file.toString()));
    }

    static Map<String, String> check(Map<String, String> environment) throws InterruptedException {
        Settings settings =
                Settings.read(List.of(KafkaProperties.KAFKA_BROKERS, KafkaProperties.KAFKA_PROPERTIES), environment);
        KafkaProperties kafka = KafkaProperties.read(settings, environment, AdminClientConfig::configNames, Map.of());
        return Check.runAll(List.of(new KafkaCheck(kafka)), Duration.ofSeconds(60))
                .get(0)
                .values();
    }
}
