package dev.e2e.consumer;

import static dev.e2e.consumer.RunningConsumer.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.infra.SecuredKafka;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The consumer as a process, and a broker that denies rights, takes them, and gives them back. */
@Timeout(120)
class KafkaRightsTest {
    @TempDir
    private static Path shared;

    private static SecuredKafka kafka;
    private static Topics topics;
    private static Path login;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startBroker() throws Exception {
        kafka = SecuredKafka.start(shared, List.of("cluster-info", "letters", "undescribed", "later", "limits"));
        topics = new Topics(kafka.open());
        login = SecuredKafka.properties(shared.resolve("login"), SecuredKafka.PASSWORD, kafka.store());
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @Test
    void withoutTheRightToItsTopicItEnds() throws Exception {
        kafka.deny(ResourceType.TOPIC, "undescribed", AclOperation.DESCRIBE);

        expectEnd(
                Map.of("KAFKA_TOPIC", "undescribed"),
                "KAFKA_TOPIC: Kafka at " + kafka.both()
                        + " gives no right to the topic 'undescribed' (Describe and Read are needed)");
    }

    @Test
    void withoutTheRightToItsGroupItEnds() throws Exception {
        kafka.deny(ResourceType.GROUP, "forbidden", AclOperation.READ);

        expectEnd(
                Map.of("KAFKA_GROUP", "forbidden"),
                "KAFKA_GROUP: Kafka at " + kafka.both() + " gives no right to the group 'forbidden' (Read is needed)");
    }

    @Test
    void deadLettersThatItMayNotWriteAreWaitedFor() throws Exception {
        kafka.deny(ResourceType.TOPIC, "letters.dlq", AclOperation.WRITE);
        topics.send("letters", List.of(SampleRecord.versionOne("7")));
        try (ConsumerProcess consumer = start(Map.of("KAFKA_TOPIC", "letters"))) {
            await().until(() -> consumer.out()
                    .contains(
                            " WARN DeadLetters - topic letters.dlq does not take dead letters (there is no right to it:"
                                    + " Describe and Write are needed, and Create where it does not exist); reading waits at"
                                    + " {letters-0=0} and tries again"));
            assertThat(topics.committed("cluster-info-consumer", "letters")).isEmpty();

            kafka.allow(ResourceType.TOPIC, "letters.dlq", AclOperation.WRITE);

            await().until(() -> topics.committed("cluster-info-consumer", "letters")
                    .filter(offset -> offset == 1)
                    .isPresent());
            assertThat(topics.read("letters.dlq", 1)).hasSize(1);
        }
    }

    @Test
    void whereItMayNotLookUpTheLimitsOfItsTopicTheDeadLettersHaveTheBrokers() throws Exception {
        kafka.deny(ResourceType.TOPIC, "limits", AclOperation.DESCRIBE_CONFIGS);
        topics.send("limits", List.of(SampleRecord.versionOne("7")));
        try (ConsumerProcess consumer = start(Map.of("KAFKA_TOPIC", "limits"))) {
            await().until(() -> consumer.out().contains(" could not be read (value is not a JSON object); it went to"));
            assertThat(topics.read("limits.dlq", 1)).hasSize(1);
        }
    }

    @Test
    void aRightThatIsTakenWhileItRunsIsSaidAndWaitedFor() throws Exception {
        try (ConsumerProcess consumer = start(Map.of("KAFKA_TOPIC", "later"))) {
            String url = consumer.awaitUrl();

            kafka.deny(ResourceType.TOPIC, "later", AclOperation.READ);

            String line = "KAFKA_TOPIC: Kafka at " + kafka.both()
                    + " gives no right to the topic 'later' (Describe and Read are needed)";
            await().until(() -> consumer.out().contains(" WARN Reading - " + line + "; trying on"));
            assertThat(consumer.get(url + "/readyz").body()).contains(line);
            assertThat(consumer.get(url + "/healthz").statusCode()).isEqualTo(200);

            kafka.allow(ResourceType.TOPIC, "later", AclOperation.READ);
            SampleSnapshot snapshot = SampleSnapshot.small("cluster-a");
            topics.send("later", snapshot.records());

            await().until(() -> consumer.out().contains("snapshot " + snapshot.id() + " verified"));
            assertThat(consumer.get(url + "/readyz").statusCode()).isEqualTo(200);
            assertThat(consumer.out()).doesNotContain("\tat ").containsOnlyOnce("; trying on");
        }
    }

    private void expectEnd(Map<String, String> settings, String line) throws Exception {
        try (ConsumerProcess consumer = start(settings)) {
            assertThat(consumer.awaitExit()).isEqualTo(1);
            assertThat(consumer.out() + consumer.err())
                    .contains(" ERROR ConsumerMain - " + line)
                    .hasLineCount(1);
        }
    }

    private ConsumerProcess start(Map<String, String> settings) throws Exception {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("KAFKA_BROKERS", kafka.both());
        environment.put("KAFKA_PROPERTIES", login.toString());
        return ConsumerProcess.start(directory, environment);
    }
}
