package dev.e2e.consumer;

import static dev.e2e.consumer.RunningConsumer.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.infra.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several consumers of one group over a topic of several partitions. */
@Timeout(180)
class ScaleOutTest {
    private static final String TOPIC = "scaled-out";
    private static final int PARTITIONS = 12;
    private static final int CLUSTERS = 30;
    private static final Pattern VERIFIED = Pattern.compile("snapshot (\\S+) verified: ");
    private static final Pattern ASSIGNED = Pattern.compile("partitions assigned: \\[(.*)]");
    private static final Duration REBALANCED = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void ofThreeConsumersOneIsKilledAndNothingIsLostOrVerifiedTwice() throws Exception {
        List<SampleSnapshot> snapshots = new ArrayList<>();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), List.of())) {
            Topics topics = new Topics(kafka.bootstrapServers());
            topics.create(TOPIC, PARTITIONS, Map.of());
            Map<String, String> environment =
                    Map.of("KAFKA_BROKERS", kafka.bootstrapServers(), "KAFKA_TOPIC", TOPIC, "KAFKA_GROUP", "three");
            try (ConsumerProcess first = ConsumerProcess.start(directory, environment);
                    ConsumerProcess second = ConsumerProcess.start(directory, environment);
                    ConsumerProcess victim = ConsumerProcess.start(directory, environment)) {
                List<ConsumerProcess> all = List.of(first, second, victim);
                all.forEach(ConsumerProcess::awaitUrl);
                await().atMost(REBALANCED)
                        .until(() -> all.stream()
                                .map(ScaleOutTest::partitions)
                                .allMatch(held -> held == PARTITIONS / all.size()));

                topics.sendByKey(TOPIC, interleaved(round(snapshots)));
                List<List<SampleRecord>> open = round(snapshots);
                Map<TopicPartition, Long> begins = begins(topics.sendByKey(TOPIC, interleaved(firstOf(open, 3))));
                // What ended is committed, and what is open is not: so the victim has nothing that is not known.
                await().atMost(REBALANCED).untilAsserted(() -> {
                    assertThat(verified(all)).hasSize(CLUSTERS);
                    // A partition to which no cluster belongs may be committed at 0.
                    assertThat(topics.committed("three")).containsAllEntriesOf(begins);
                });
                assertThat(verified(List.of(victim))).isNotEmpty();

                victim.kill();
                topics.sendByKey(TOPIC, interleaved(restOf(open, 3)));
                topics.sendByKey(TOPIC, interleaved(round(snapshots)));

                await().atMost(REBALANCED).until(() -> verified(all).size() == snapshots.size());
                assertThat(verified(all))
                        .hasSize(3 * CLUSTERS)
                        .allSatisfy((id, times) -> assertThat(times).as(id).isEqualTo(1));
                assertThat(first.out() + second.out()).doesNotContain(" incomplete: ", " failed: ");
            }
        }
    }

    /** A new snapshot of each cluster. */
    private static List<List<SampleRecord>> round(List<SampleSnapshot> snapshots) {
        return IntStream.range(0, CLUSTERS)
                .mapToObj(number -> {
                    SampleSnapshot snapshot = SampleSnapshot.small("cluster-" + number);
                    snapshots.add(snapshot);
                    return snapshot.records();
                })
                .toList();
    }

    private static List<List<SampleRecord>> firstOf(List<List<SampleRecord>> snapshots, int count) {
        return snapshots.stream().map(records -> records.subList(0, count)).toList();
    }

    private static List<List<SampleRecord>> restOf(List<List<SampleRecord>> snapshots, int count) {
        return snapshots.stream()
                .map(records -> records.subList(count, records.size()))
                .toList();
    }

    private static List<SampleRecord> interleaved(List<List<SampleRecord>> snapshots) {
        return IntStream.range(0, snapshots.get(0).size())
                .boxed()
                .flatMap(number -> snapshots.stream().map(records -> records.get(number)))
                .toList();
    }

    /** The lowest offset on each partition. */
    private static Map<TopicPartition, Long> begins(List<RecordMetadata> written) {
        Map<TopicPartition, Long> begins = new HashMap<>();
        written.forEach(record ->
                begins.merge(new TopicPartition(record.topic(), record.partition()), record.offset(), Math::min));
        return begins;
    }

    /** How many partitions it holds by its last word on it. */
    private static int partitions(ConsumerProcess consumer) {
        int held = 0;
        Matcher matcher = ASSIGNED.matcher(consumer.out());
        while (matcher.find()) {
            held = matcher.group(1).isEmpty() ? 0 : matcher.group(1).split(",", -1).length;
        }
        return held;
    }

    /** How often each snapshot was verified. */
    private static Map<String, Integer> verified(List<ConsumerProcess> consumers) {
        Map<String, Integer> times = new TreeMap<>();
        for (ConsumerProcess consumer : consumers) {
            Matcher matcher = VERIFIED.matcher(consumer.out());
            while (matcher.find()) {
                times.merge(matcher.group(1), 1, Integer::sum);
            }
        }
        return times;
    }
}
