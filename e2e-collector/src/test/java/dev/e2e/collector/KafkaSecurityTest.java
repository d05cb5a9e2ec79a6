package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.infra.EmbeddedKafka;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The collector with a broker that asks for a password, and with one that encrypts. */
class KafkaSecurityTest {
    private static final String TOPIC = "cluster-info";
    private static final String PASSWORD = "only-for-this-test";
    private static final String LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"collector\" password=\"%s\"%s;";

    @TempDir
    private static Path shared;

    private static EmbeddedKafka kafka;
    private static StubApiServer stub;
    private static Path store;
    private static String withPassword;
    private static String encrypted;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startBroker() throws Exception {
        stub = new StubApiServer().add(Kind.NODE, "n1", "");
        store = keyStore();
        try (Socket first = keptPort();
                Socket second = keptPort()) {
            withPassword = "127.0.0.1:" + first.getLocalPort();
            encrypted = "127.0.0.1:" + second.getLocalPort();
            kafka = EmbeddedKafka.start(shared.resolve("kafka"), List.of(TOPIC), brokerConfiguration());
        }
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

        Records records = Records.read(kafka.bootstrapServers(), TOPIC);
        assertThat(records.end().at("status").text()).isEqualTo("complete");
        assertThat(records.all()).allMatch(record -> record.key().equals(StubApiServer.CLUSTER_ID));
    }

    @Test
    void aWrongPasswordIsSaid() throws Exception {
        assertThat(run(withPassword, login("wrong"), 1))
                .contains("cycle failed: Kafka at " + withPassword
                        + ": Authentication failed: Invalid username or password")
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
                        + ": TLS: the server's certificate is not signed by an authority that is trusted here")
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
                "KAFKA_SASL_JAAS_CONFIG", LOGIN.formatted(password, "")));
    }

    private static Map<String, String> brokerConfiguration() {
        return Map.of(
                "listeners",
                "LOGIN://%s,TLS://%s".formatted(withPassword, encrypted),
                "listener.security.protocol.map",
                "LOGIN:SASL_PLAINTEXT,TLS:SSL",
                "sasl.enabled.mechanisms",
                "PLAIN",
                "listener.name.login.plain.sasl.jaas.config",
                LOGIN.formatted(PASSWORD, " user_collector=\"" + PASSWORD + "\""),
                "ssl.keystore.location",
                store.toString(),
                "ssl.keystore.password",
                PASSWORD);
    }

    /** A key and its own certificate, good for 127.0.0.1; the certificate to trust lies in it too. */
    private static Path keyStore() throws IOException, InterruptedException {
        Path file = shared.resolve("store.p12");
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<List<String>> calls = List.of(
                List.of(
                        "-genkeypair",
                        "-alias",
                        "broker",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=broker",
                        "-ext",
                        "san=ip:127.0.0.1"),
                List.of(
                        "-exportcert",
                        "-alias",
                        "broker",
                        "-file",
                        shared.resolve("broker.crt").toString()),
                List.of(
                        "-importcert",
                        "-noprompt",
                        "-alias",
                        "trusted",
                        "-file",
                        shared.resolve("broker.crt").toString()));
        for (List<String> call : calls) {
            List<String> command = new ArrayList<>(List.of(tool));
            command.addAll(call);
            command.addAll(List.of("-keystore", file.toString(), "-storepass", PASSWORD));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(shared.resolve("keytool.log").toFile())
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue())
                    .as(Files.readString(shared.resolve("keytool.log")))
                    .isZero();
        }
        return file;
    }

    /** A port that nobody else gets until this is closed, while a server can bind it. */
    private static Socket keptPort() throws IOException {
        Socket socket = new Socket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return socket;
    }
}
