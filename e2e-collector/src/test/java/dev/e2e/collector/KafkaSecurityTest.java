package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.infra.SecuredKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The collector with a broker that asks for a password, and with one that encrypts. */
class KafkaSecurityTest {
    private static final String TOPIC = "cluster-info";
    private static final String PASSWORD = SecuredKafka.PASSWORD;

    @TempDir
    private static Path shared;

    private static SecuredKafka kafka;
    private static StubApiServer stub;
    private static Path store;
    private static String withPassword;
    private static String encrypted;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startBroker() throws Exception {
        stub = new StubApiServer().add(Kind.NODE, "n1", "");
        kafka = SecuredKafka.start(shared, List.of(TOPIC, "another-topic"));
        store = kafka.store();
        withPassword = kafka.withPassword();
        encrypted = kafka.encrypted();
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
        stub.close();
    }

    @Test
    void itLogsInByVariables() throws Exception {
        Map<String, String> login = login(PASSWORD);
        login.put("KAFKA_COMPRESSION_TYPE", "lz4");

        assertThat(run(withPassword, login, 0)).contains(" complete: ");

        Records records = Records.read(kafka.open(), TOPIC);
        assertThat(records.end().at("status").text()).isEqualTo("complete");
        assertThat(records.all()).allMatch(record -> record.key().equals(StubApiServer.CLUSTER_ID));
    }

    @Test
    void aWrongPasswordIsSaid() throws Exception {
        assertThat(run(withPassword, login("wrong"), 1))
                .contains("cycle failed: Kafka at " + withPassword
                        + ": KAFKA_SASL_JAAS_CONFIG: Authentication failed: Invalid username or password")
                .doesNotContain("wrong")
                .hasLineCount(1);
    }

    @Test
    void itTrustsACertificateByAFileOfProperties() throws Exception {
        Path properties =
                Files.writeString(directory.resolve("client.properties"), """
                bootstrap.servers=%s
                security.protocol=SSL
                ssl.truststore.location=%s
                ssl.truststore.password=%s
                """.formatted(encrypted, store, PASSWORD));

        assertThat(run("", Map.of("KAFKA_PROPERTIES", properties.toString()), 0))
                .contains(" complete: ");
    }

    @Test
    void aCertificateThatIsNotTrustedIsSaid() throws Exception {
        assertThat(run(encrypted, Map.of("KAFKA_SECURITY_PROTOCOL", "SSL"), 1))
                .contains("cycle failed: Kafka at " + encrypted
                        + ": KAFKA_SECURITY_PROTOCOL: TLS: the server's certificate is not signed by an authority that is"
                        + " trusted here")
                .hasLineCount(1);
    }

    @Test
    void tlsOnOneSideOnlyIsSaid() throws Exception {
        assertThat(run(encrypted, Map.of(), 1))
                .contains("cycle failed: Kafka at " + encrypted
                        + ": KAFKA_PROPERTIES: what listens there speaks TLS; say so"
                        + " with security.protocol=SSL, or SASL_SSL where it asks for a login")
                .hasLineCount(1);
        assertThat(run(kafka.open(), Map.of("KAFKA_SECURITY_PROTOCOL", "SSL"), 1))
                .contains("cycle failed: Kafka at " + kafka.open()
                        + ": KAFKA_SECURITY_PROTOCOL: what listens there does not speak TLS")
                .hasLineCount(1);
    }

    @Test
    void aLoginThatNobodySpokeOfIsSaid() throws Exception {
        assertThat(run(withPassword, Map.of(), 1))
                .contains(
                        "cycle failed: Kafka at " + withPassword
                                + ": something listens there that gives no answer; where it wants a login, KAFKA_PROPERTIES tells which")
                .hasLineCount(1);
    }

    @Test
    void aTopicThatItMayNotWriteIsSaid() throws Exception {
        kafka.deny(ResourceType.TOPIC, "another-topic", AclOperation.WRITE);
        Map<String, String> forbidden = login(PASSWORD);
        forbidden.put("KAFKA_TOPIC", "another-topic");

        assertThat(run(withPassword, forbidden, 1))
                .contains("cycle failed: Kafka at " + withPassword
                        + ": KAFKA_TOPIC: no right to the topic 'another-topic' (Describe and Write are needed)")
                .hasLineCount(1);
    }

    @Test
    void whatCannotBeUsedIsRefusedBeforeAnythingStarts() throws Exception {
        Map<String, String> trust = Map.of(
                "KAFKA_SECURITY_PROTOCOL", "SSL",
                "KAFKA_SSL_TRUSTSTORE_LOCATION", store.toString(),
                "KAFKA_SSL_TRUSTSTORE_PASSWORD", "another");

        assertThat(run(encrypted, trust, 2).strip())
                .startsWith("KAFKA_SECURITY_PROTOCOL; KAFKA_SSL_TRUSTSTORE_LOCATION; KAFKA_SSL_TRUSTSTORE_PASSWORD:"
                        + " expected what Kafka's producer can be set up with (")
                .doesNotContain("another")
                .hasLineCount(1);
        assertThat(run(encrypted, Map.of("KAFKA_SECURITY_PROTOCOL", "TLS"), 2).strip())
                .startsWith("KAFKA_SECURITY_PROTOCOL: expected what Kafka's producer can be set up with"
                        + " (Invalid value TLS for configuration security.protocol: ")
                .hasLineCount(1);
        assertThat(run(encrypted, Map.of("KAFKA_ACKS", "1"), 2).strip())
                .isEqualTo("KAFKA_ACKS: expected to be left out, since acks has to be all, got '1'");
        assertThat(run(encrypted, Map.of("KAFKA_VALUE_SERIALIZER", "x"), 2).strip())
                .isEqualTo(
                        "KAFKA_VALUE_SERIALIZER: expected to be left out, since this application sets it itself, got 'x'");
    }

    private String run(String brokers, Map<String, String> environment, int exitCode) throws Exception {
        Map<String, String> all = new HashMap<>(environment);
        all.put("KAFKA_BROKERS", brokers);
        all.put("KUBECONFIG", stub.kubeconfig(directory).toString());
        try (CollectorProcess collector = CollectorProcess.start(directory, all, "--once")) {
            assertThat(collector.exitCode()).as(collector.log()).isEqualTo(exitCode);
            return collector.log();
        }
    }

    private static Map<String, String> login(String password) {
        return new HashMap<>(Map.of(
                "KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT",
                "KAFKA_SASL_MECHANISM", "PLAIN",
                "KAFKA_SASL_JAAS_CONFIG", SecuredKafka.login(password)));
    }
}
