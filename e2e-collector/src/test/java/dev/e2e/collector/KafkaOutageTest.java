package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.infra.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaOutageTest {
    private static final String TOPIC = "cluster-info";

    @TempDir
    private Path directory;

    @Test
    void cyclesGoOnAfterAnOutageAndNothingOfTheFailedOneArrivesLate() throws Exception {
        Path data = directory.resolve("kafka");
        EmbeddedKafka kafka = EmbeddedKafka.start(data, List.of(TOPIC));
        int port = kafka.port();
        KafkaTarget target =
                new KafkaTarget(kafka.bootstrapServers(), TOPIC, KafkaTarget.Patience.within(Duration.ofSeconds(3)));
        try (StubApiServer stub = new StubApiServer();
                ApiServer server =
                        new KubernetesAccess(stub.kubeconfig(directory).toString(), "").open(ApiServer.Patience.USUAL);
                KafkaOutput output = new KafkaOutput(target)) {
            stub.addMany(Kind.NODE, 700, "\"status\":{\"nodeInfo\":{\"osImage\":\"%s\"}}".formatted("x".repeat(2000)));
            SnapshotCycle cycle = new SnapshotCycle(
                    server,
                    output,
                    new Selection(Set.of(Kind.NODE), Set.of()),
                    new Pace(Duration.ofSeconds(3), 2),
                    Clock.systemUTC());
            assertThat(cycle.run()).isInstanceOf(CycleResult.Sent.class);

            kafka.close();
            assertThat(cycle.run())
                    .isEqualTo(new CycleResult.Failed("Kafka at 127.0.0.1:%d: connection refused".formatted(port)));
            assertThat(cycle.run()).isInstanceOf(CycleResult.Failed.class);

            kafka = EmbeddedKafka.start(data, port, List.of(TOPIC));
            assertThat(cycle.run()).isInstanceOf(CycleResult.Sent.class);

            Records records = Records.read(kafka.bootstrapServers(), TOPIC);
            Set<String> snapshots = new HashSet<>();
            IntStream.range(0, records.all().size()).forEach(i -> snapshots.add(records.header(i, "snapshot-id")));
            int last = records.all().size() / 2;
            assertThat(snapshots).hasSize(2);
            new Records(records.all().subList(last, records.all().size())).assertOneSoundSnapshot();
        } finally {
            kafka.close();
        }
    }
}
