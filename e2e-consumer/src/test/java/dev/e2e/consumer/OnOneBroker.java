package dev.e2e.consumer;

import dev.e2e.infra.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests on a real broker, which is that of the whole class. */
abstract class OnOneBroker {
    private static final AtomicInteger COUNTER = new AtomicInteger();

    static EmbeddedKafka kafka;
    static Topics topics;

    @BeforeAll
    static void startKafka(@TempDir Path kafkaDirectory) {
        kafka = EmbeddedKafka.start(kafkaDirectory, List.of());
        topics = new Topics(kafka.bootstrapServers());
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    /** The name of a topic that no other test has. */
    static String newTopic() {
        return "cluster-info-" + COUNTER.incrementAndGet();
    }

    /** Of a consumer in a group of the topic's own. */
    static ConsumerSettings settingsFor(String topic) {
        return new ConsumerSettings(kafka.bootstrapServers(), topic, "group-of-" + topic, Duration.ofMinutes(10));
    }
}
