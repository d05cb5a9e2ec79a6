package dev.e2e.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.infra.EmbeddedKafka;
import dev.e2e.infra.EmbeddedKubernetes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the collector writes with OUTPUT=v1, read by the consumer. */
class VersionOneIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOPIC = "cluster-info";

    @TempDir
    private Path directory;

    @Test
    void theConsumerReadsTheOneMessageThatTheCollectorWrites() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), List.of(TOPIC));
                EmbeddedKubernetes kubernetes = EmbeddedKubernetes.start(directory.resolve("kubernetes"))) {
            Map<String, String> consumers = Map.of("KAFKA_BROKERS", kafka.bootstrapServers(), "HTTP_PORT", "0");
            Map<String, String> collectors = new HashMap<>(consumers);
            collectors.put("KUBECONFIG", kubernetes.kubeconfig().toString());
            collectors.put("OUTPUT", "v1");
            try (Victim collector = new Victim("collector", directory, collectors, "dev.e2e.collector.CollectorMain");
                    Victim consumer = new Victim("consumer", directory, consumers, "dev.e2e.consumer.ConsumerMain")) {
                collector.start();
                consumer.start();

                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> Trial.text(consumer.logs().get(0)).contains("version 1 snapshot read: "));
                assertThat(Trial.text(consumer.logs().get(0)))
                        .containsPattern("version 1 snapshot read: .*[1-9][0-9]* pods");
                ConsumerRecord<byte[], byte[]> record = first(kafka.bootstrapServers());
                assertThat(record.key()).isNull();
                assertThat(record.headers()).isEmpty();
            }
        }
    }

    private static ConsumerRecord<byte[], byte[]> first(String brokers) {
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            return Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> consumer.poll(Duration.ofMillis(200)), records -> !records.isEmpty())
                    .iterator()
                    .next();
        }
    }
}
