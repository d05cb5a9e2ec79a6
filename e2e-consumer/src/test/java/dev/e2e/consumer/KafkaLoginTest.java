package dev.e2e.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.infra.SecuredKafka;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The consumer with a broker that asks for a password. */
class KafkaLoginTest {
    @TempDir
    private Path directory;

    @Test
    void itLogsInByVariablesAndVerifies() throws Exception {
        try (SecuredKafka kafka = SecuredKafka.start(directory, List.of("cluster-info"))) {
            Map<String, String> login = Map.of(
                    "KAFKA_BROKERS",
                    kafka.withPassword(),
                    "KAFKA_SECURITY_PROTOCOL",
                    "SASL_PLAINTEXT",
                    "KAFKA_SASL_MECHANISM",
                    "PLAIN",
                    "KAFKA_SASL_JAAS_CONFIG",
                    SecuredKafka.login(SecuredKafka.PASSWORD));
            try (ConsumerProcess consumer = ConsumerProcess.start(directory, login)) {
                consumer.awaitUrl();
                SampleSnapshot snapshot = SampleSnapshot.small("cluster-a");

                new Topics(kafka.open()).send("cluster-info", snapshot.records());

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
}
