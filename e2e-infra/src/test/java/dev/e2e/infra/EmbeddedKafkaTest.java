package dev.e2e.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedKafkaTest {
    private static final String TOPIC = "cluster-info";

    @TempDir
    Path directory;

    @Test
    void carriesRecordsOfAGroupAcrossARestartOnTheSamePort() throws Exception {
        EmbeddedKafka first = EmbeddedKafka.start(directory.resolve("kafka"), List.of(TOPIC, "other"));
        String address = first.bootstrapServers();
        try (first) {
            assertThat(topics(address)).containsExactlyInAnyOrder(TOPIC, "other");
            send(address, "one");
            assertThat(read(address, 1)).containsExactly("one");
        }
        assertThat(isOpen(first.port())).isFalse();

        try (EmbeddedKafka second = EmbeddedKafka.start(directory.resolve("kafka"), first.port(), List.of(TOPIC))) {
            assertThat(second.bootstrapServers()).isEqualTo(address);
            send(address, "two");
            assertThat(read(address, 1)).as("the group goes on where it was").containsExactly("two");
        }
    }

    @Test
    void startsAgainOnAnotherDirectoryWithNothingOfTheFirst() throws Exception {
        try (EmbeddedKafka first = EmbeddedKafka.start(directory.resolve("first"), List.of(TOPIC))) {
            send(first.bootstrapServers(), "one");
        }
        try (EmbeddedKafka second = EmbeddedKafka.start(directory.resolve("second"), List.of("other"))) {
            assertThat(topics(second.bootstrapServers())).containsExactly("other");
        }
    }

    @Test
    void twoRunSideBySide() throws Exception {
        try (EmbeddedKafka first = EmbeddedKafka.start(directory.resolve("first"), List.of(TOPIC));
                EmbeddedKafka second = EmbeddedKafka.start(directory.resolve("second"), List.of(TOPIC))) {
            send(first.bootstrapServers(), "one");
            send(second.bootstrapServers(), "two");
            assertThat(read(first.bootstrapServers(), 1)).containsExactly("one");
            assertThat(read(second.bootstrapServers(), 1)).containsExactly("two");
        }
    }

    @Test
    void closesTwice() {
        EmbeddedKafka kafka = EmbeddedKafka.start(directory, List.of());
        kafka.close();
        kafka.close();
        assertThat(isOpen(kafka.port())).isFalse();
    }

    @Test
    void aGivenPortThatIsTakenIsNamed() throws Exception {
        try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedKafka.start(directory, stranger.getLocalPort(), List.of(TOPIC)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("port [" + stranger.getLocalPort() + "] on 127.0.0.1 is taken");
        }
    }

    @Test
    void aPortThatAStrangerTookIsReplaced() throws Exception {
        try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Iterator<Ports> choices = List.of(
                            Ports.of(stranger.getLocalPort(), freePort()),
                            Ports.of(freePort(), stranger.getLocalPort()),
                            Ports.free())
                    .iterator();
            try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, List.of(TOPIC), Map.of(), choices::next, 3)) {
                assertThat(kafka.port()).isNotEqualTo(stranger.getLocalPort());
                send(kafka.bootstrapServers(), "one");
                assertThat(read(kafka.bootstrapServers(), 1)).containsExactly("one");
            }
            assertThat(choices).isExhausted();
        }
    }

    private static int freePort() {
        try (Ports ports = Ports.free()) {
            return ports.broker();
        }
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> topics(String address) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            return List.copyOf(admin.listTopics().names().get(20, TimeUnit.SECONDS));
        }
    }

    private static void send(String address, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", address), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, value)).get(20, TimeUnit.SECONDS);
        }
    }

    /** What a group reads that starts at the earliest and commits. */
    private static List<String> read(String address, int count) {
        Map<String, Object> configuration = Map.of(
                "bootstrap.servers",
                address,
                "group.id",
                "readers",
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false);
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(configuration, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    values.add(record.value());
                }
            }
            consumer.commitSync();
        }
        return values;
    }
}
