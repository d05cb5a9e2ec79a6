package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.infra.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** From a stub of the API server, through a real broker, to the records that a reader sees. */
abstract class CycleFixture {
    static final Set<Kind> ALL = Kind.usual();
    private static final Pace PACE = new Pace(Duration.ofSeconds(20), 3);
    static final Selection EVERYTHING = new Selection(ALL, Set.of());
    private static final ApiServer.Patience SHORT =
            new ApiServer.Patience(Duration.ofSeconds(1), new Retry(2, Duration.ofMillis(10)));

    @TempDir
    private static Path brokerDirectory;

    static EmbeddedKafka kafka;

    @TempDir
    Path directory;

    StubApiServer stub;
    String topic;

    @BeforeAll
    static void startBroker() {
        kafka = EmbeddedKafka.start(brokerDirectory, List.of());
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @BeforeEach
    void start(TestInfo test) throws Exception {
        stub = new StubApiServer();
        topic = test.getTestMethod().orElseThrow().getName() + System.nanoTime();
        Records.createTopic(kafka.bootstrapServers(), topic);
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    Records collect(Set<Kind> kinds) throws IOException, InterruptedException {
        return collect(new Selection(kinds, Set.of()));
    }

    Records collect(Selection selection) throws IOException, InterruptedException {
        assertThat(run(selection, target(topic))).isInstanceOf(CycleResult.Sent.class);
        return Records.read(kafka.bootstrapServers(), topic).assertOneSoundSnapshot();
    }

    static KafkaTarget target(String topic) {
        return new KafkaTarget(kafka.bootstrapServers(), topic, KafkaTarget.Patience.within(Duration.ofSeconds(5)));
    }

    CycleResult run(Selection selection, KafkaTarget target) throws IOException, InterruptedException {
        KubernetesAccess access =
                new KubernetesAccess(stub.kubeconfig(directory).toString(), "");
        try (ApiServer server = access.open(SHORT);
                KafkaOutput output = new KafkaOutput(target)) {
            return new SnapshotCycle(server, output, selection, PACE, Clock.systemUTC()).run();
        }
    }
}
