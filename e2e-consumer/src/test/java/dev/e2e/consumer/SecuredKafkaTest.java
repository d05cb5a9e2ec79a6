package dev.e2e.consumer;

import static dev.e2e.consumer.RunningConsumer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.e2e.infra.SecuredKafka;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The consumer as a process, and a broker that encrypts, asks for a password, or both. */
@Timeout(120)
class SecuredKafkaTest {
    private static final String WRONG = "not-the-one";
    private static final int TERMINATED = 143;

    @TempDir
    private static Path shared;

    private static SecuredKafka kafka;
    private static Topics topics;
    private static Path right;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startBroker() throws Exception {
        kafka = SecuredKafka.start(shared, List.of("cluster-info", "by-file"));
        topics = new Topics(kafka.open());
        right = SecuredKafka.properties(shared.resolve("right"), SecuredKafka.PASSWORD, kafka.store());
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @Test
    void itLogsInByVariablesAndVerifies() throws Exception {
        try (ConsumerProcess consumer = ConsumerProcess.start(directory, login(SecuredKafka.PASSWORD))) {
            consumer.awaitUrl();
            SampleSnapshot snapshot = SampleSnapshot.small("cluster-a");

            topics.send("cluster-info", snapshot.records());

            await().until(() -> consumer.out().contains("snapshot " + snapshot.id() + " verified"));
        }
    }

    @Test
    void byAFileItVerifiesAndItsDeadLettersGoTheSameWay() throws Exception {
        try (ConsumerProcess consumer = ConsumerProcess.start(directory, byFile("by-file"))) {
            consumer.awaitUrl();
            SampleSnapshot snapshot = SampleSnapshot.small("cluster-a");

            topics.send("by-file", List.of(SampleRecord.versionOne("7")));
            topics.send("by-file", snapshot.records());

            await().until(() -> consumer.out().contains("snapshot " + snapshot.id() + " verified"));
            assertThat(topics.read("by-file.dlq", 1)).hasSize(1);
        }
    }

    static Stream<Arguments> refused() throws Exception {
        Path wrong = SecuredKafka.properties(shared.resolve("wrong"), WRONG, kafka.store());
        Path stranger = SecuredKafka.properties(
                shared.resolve("stranger"), SecuredKafka.PASSWORD, SecuredKafka.keyStore(shared, "another"));
        String away = " ERROR ConsumerMain - Kafka at %s does not let this consumer in: ";
        String denied = "Authentication failed: Invalid username or password";
        return Stream.of(
                arguments(
                        "password in a file",
                        Map.of("KAFKA_BROKERS", kafka.both(), "KAFKA_PROPERTIES", wrong.toString()),
                        1,
                        away.formatted(kafka.both()) + "KAFKA_PROPERTIES, " + wrong + ", sasl.jaas.config: " + denied),
                arguments(
                        "password in a variable",
                        login(WRONG),
                        1,
                        away.formatted(kafka.withPassword()) + "KAFKA_SASL_JAAS_CONFIG: " + denied),
                arguments(
                        "authority",
                        Map.of("KAFKA_BROKERS", kafka.both(), "KAFKA_PROPERTIES", stranger.toString()),
                        1,
                        away.formatted(kafka.both()) + "KAFKA_PROPERTIES, " + stranger
                                + ", ssl.truststore.location: TLS:"
                                + " the server's certificate is not signed by an authority that is trusted here"),
                arguments(
                        "store's password",
                        Map.of(
                                "KAFKA_BROKERS",
                                kafka.encrypted(),
                                "KAFKA_SECURITY_PROTOCOL",
                                "SSL",
                                "KAFKA_SSL_TRUSTSTORE_LOCATION",
                                kafka.store().toString(),
                                "KAFKA_SSL_TRUSTSTORE_PASSWORD",
                                WRONG),
                        2,
                        "KAFKA_SECURITY_PROTOCOL; KAFKA_SSL_TRUSTSTORE_LOCATION; KAFKA_SSL_TRUSTSTORE_PASSWORD: expected"
                                + " what Kafka's clients can be set up with ("),
                arguments(
                        "protocol",
                        Map.of("KAFKA_BROKERS", kafka.encrypted(), "KAFKA_SECURITY_PROTOCOL", "TLS"),
                        2,
                        "KAFKA_SECURITY_PROTOCOL: expected what Kafka's clients can be set up with (Invalid value TLS"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void whatKafkaRefusesEndsItWithOneLine(String what, Map<String, String> environment, int code, String line)
            throws Exception {
        try (ConsumerProcess consumer = ConsumerProcess.start(directory, environment)) {
            assertThat(consumer.awaitExit()).as(consumer.out() + consumer.err()).isEqualTo(code);
            expectOneLine(consumer, line);
        }
    }

    @Test
    void aLookThatIsRefusedEndsWithTheSameLine() throws Exception {
        try (ConsumerProcess look = ConsumerProcess.start(directory, login(WRONG), "--exit-at-end")) {
            assertThat(look.awaitExit()).isEqualTo(1);
            expectOneLine(look, "KAFKA_SASL_JAAS_CONFIG: Authentication failed: Invalid username or password");
        }
    }

    static Stream<Arguments> unanswered() {
        return Stream.of(
                arguments(
                        "TLS that nobody spoke of",
                        Map.of("KAFKA_BROKERS", kafka.encrypted()),
                        "KAFKA_PROPERTIES: what listens there speaks TLS; say so with security.protocol=SSL, or SASL_SSL"
                                + " where it asks for a login"),
                arguments(
                        "a login that nobody spoke of",
                        Map.of("KAFKA_BROKERS", kafka.withPassword()),
                        "something listens there that gives no answer; where it wants a login, KAFKA_PROPERTIES tells which"),
                arguments(
                        "TLS where there is none",
                        Map.of("KAFKA_BROKERS", kafka.open(), "KAFKA_SECURITY_PROTOCOL", "SSL"),
                        "KAFKA_SECURITY_PROTOCOL: what listens there does not speak TLS"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unanswered")
    void whereItIsNotAnsweredItSaysWhyAndTriesOn(String what, Map<String, String> environment, String reason)
            throws Exception {
        try (ConsumerProcess consumer = ConsumerProcess.start(directory, environment)) {
            await().until(() -> !consumer.out().isEmpty() || !consumer.isAlive());
            assertThat(consumer.isAlive()).as(consumer.out() + consumer.err()).isTrue();
            consumer.terminate();
            assertThat(consumer.awaitExit()).isEqualTo(TERMINATED);
            expectOneLine(
                    consumer,
                    " WARN TopicWait - Kafka at " + environment.get("KAFKA_BROKERS") + " cannot be reached (" + reason
                            + "); trying on");
        }
    }

    @Test
    void whatItsOffsetsDependOnIsNotOverridden() throws Exception {
        try (ConsumerProcess consumer = ConsumerProcess.start(
                directory, Map.of("KAFKA_ENABLE_AUTO_COMMIT", "true", "KAFKA_GROUP_ID", "another"))) {
            assertThat(consumer.awaitExit()).isEqualTo(2);
            assertThat(consumer.err().lines())
                    .containsExactlyInAnyOrder(
                            "KAFKA_ENABLE_AUTO_COMMIT: expected to be left out, since enable.auto.commit has to be false, got 'true'",
                            "KAFKA_GROUP_ID: expected to be left out, since this application sets it itself, got 'another'");
        }
    }

    /** A broker on a busy machine may be said to be waited for before it has answered. */
    private static void expectOneLine(ConsumerProcess consumer, String part) {
        assertThat(consumer.out() + consumer.err()).doesNotContain(WRONG, SecuredKafka.PASSWORD);
        assertThat((consumer.out() + consumer.err())
                        .lines()
                        .filter(line -> line.contains(part) || !line.endsWith("; trying on")))
                .singleElement()
                .asString()
                .contains(part);
    }

    private static Map<String, String> login(String password) {
        return Map.of(
                "KAFKA_BROKERS",
                kafka.withPassword(),
                "KAFKA_SECURITY_PROTOCOL",
                "SASL_PLAINTEXT",
                "KAFKA_SASL_MECHANISM",
                "PLAIN",
                "KAFKA_SASL_JAAS_CONFIG",
                SecuredKafka.login(password));
    }

    private static Map<String, String> byFile(String topic) {
        return Map.of("KAFKA_BROKERS", kafka.both(), "KAFKA_PROPERTIES", right.toString(), "KAFKA_TOPIC", topic);
    }
}
