package dev.e2e.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.infra.EmbeddedKafka;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The consumer with a broker that asks for a password. */
class KafkaLoginTest {
    private static final String LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"consumer\" password=\"%s\"%s;";
    private static final String PASSWORD = "only-for-this-test";

    @TempDir
    private Path directory;

    @Test
    void itLogsInByVariablesAndVerifies() throws Exception {
        try (Socket port = keptPort()) {
            String address = "127.0.0.1:" + port.getLocalPort();
            Map<String, String> configuration = Map.of(
                    "listeners",
                    "LOGIN://" + address,
                    "listener.security.protocol.map",
                    "LOGIN:SASL_PLAINTEXT",
                    "sasl.enabled.mechanisms",
                    "PLAIN",
                    "listener.name.login.plain.sasl.jaas.config",
                    LOGIN.formatted(PASSWORD, " user_consumer=\"" + PASSWORD + "\""));
            Map<String, String> login = Map.of(
                    "KAFKA_BROKERS",
                    address,
                    "KAFKA_SECURITY_PROTOCOL",
                    "SASL_PLAINTEXT",
                    "KAFKA_SASL_MECHANISM",
                    "PLAIN",
                    "KAFKA_SASL_JAAS_CONFIG",
                    LOGIN.formatted(PASSWORD, ""));
            try (EmbeddedKafka kafka =
                            EmbeddedKafka.start(directory.resolve("kafka"), List.of("cluster-info"), configuration);
                    ConsumerProcess consumer = ConsumerProcess.start(directory, login)) {
                consumer.awaitUrl();
                SampleSnapshot snapshot = SampleSnapshot.small("cluster-a");

                new Topics(kafka.bootstrapServers()).send("cluster-info", snapshot.records());

                RunningConsumer.await().until(() -> consumer.out().contains("snapshot " + snapshot.id() + " verified"));
            }
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

    /** A port that nobody else gets until this is closed, while a server can bind it. */
    private static Socket keptPort() throws IOException {
        Socket socket = new Socket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return socket;
    }
}
