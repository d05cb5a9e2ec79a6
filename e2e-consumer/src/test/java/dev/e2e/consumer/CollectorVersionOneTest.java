package dev.e2e.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.infra.EmbeddedKafka;
import dev.e2e.infra.EmbeddedKubernetes;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the collector writes with OUTPUT=v1, read by the consumer. */
class CollectorVersionOneTest {
    private static final String TOPIC = "cluster-info";

    @TempDir
    private Path directory;

    @Test
    void theConsumerReadsWhatTheCollectorWritesInVersionOne() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), List.of(TOPIC));
                EmbeddedKubernetes kubernetes = EmbeddedKubernetes.start(directory.resolve("kubernetes"))) {
            collectOnce(Map.of(
                    "KAFKA_BROKERS", kafka.bootstrapServers(),
                    "KUBECONFIG", kubernetes.kubeconfig().toString(),
                    "OUTPUT", "v1"));

            List<ConsumerRecord<byte[], byte[]>> records = records(kafka.bootstrapServers());
            assertThat(records).hasSize(1);
            ConsumerRecord<byte[], byte[]> record = records.get(0);
            assertThat(record.key()).isNull();
            assertThat(record.headers()).isEmpty();
            try (ConsumerProcess consumer =
                    ConsumerProcess.start(directory, Map.of("KAFKA_BROKERS", kafka.bootstrapServers()))) {
                RunningConsumer.await().until(() -> consumer.out().contains("version 1 snapshot read: "));
                assertThat(consumer.out()).containsPattern("version 1 snapshot read: .*[1-9][0-9]* pods");
            }
        }
    }

    private void collectOnce(Map<String, String> environment) throws Exception {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path log = directory.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(
                        java, "-Xmx64m", "-cp", classPath, "dev.e2e.collector.CollectorMain", "--once")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(String brokers) {
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return consumer.position(partition) >= end;
            });
        }
        return records;
    }
}
