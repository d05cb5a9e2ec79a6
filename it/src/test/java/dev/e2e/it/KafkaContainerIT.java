package dev.e2e.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built-in processes of a build against Kafka in a container, which has its troubles while the tests run. */
class KafkaContainerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOPIC = "cluster-info";
    private static final Pattern URL = Pattern.compile(" READY url=(\\S+)");

    private static KafkaInContainer kafka;

    @TempDir
    Path directory;

    private Build build;
    private Path consumer;
    private Path collector;
    private Snapshots snapshots;

    @BeforeAll
    static void startKafka() throws Exception {
        kafka = new KafkaInContainer(Engine.image("e2e.it.kafkaImage", Engine.required()));
        kafka.makeTopic(TOPIC, 3);
    }

    @AfterAll
    static void stopKafka() throws Exception {
        if (kafka != null) {
            kafka.close();
        }
    }

    @BeforeEach
    void startProcesses() throws Exception {
        build = new Build("waiting", directory.toRealPath());
        consumer = build.leftovers().states().resolve("e2e-consumer-bg.log");
        collector = build.leftovers().states().resolve("e2e-collector-bg.log");
        snapshots = new Snapshots(List.of(collector), List.of(consumer));
        build.run(
                "verify",
                "-De2e.kafka.bootstrapServers=" + kafka.bootstrapServers(),
                "-De2e.kafka.topic=" + TOPIC,
                "-De2e.collector.interval=1s");
        build.awaitTests();
        snapshots.awaitMore(2, PATIENCE);
    }

    @AfterEach
    void end() throws Exception {
        build.close();
        build.leftovers().awaitNone(); // before the directory goes
    }

    @Test
    void aBrokerThatIsPausedForLongerThanItsClientsArePatient() throws Exception {
        kafka.pause();
        try {
            awaitOutage();
        } finally {
            kafka.unpause();
        }
        expectNothingLost();
    }

    @Test
    void aBrokerThatIsKilledAndStartedAgain() throws Exception {
        kafka.kill();
        try {
            awaitOutage();
        } finally {
            kafka.startAgain();
        }
        expectNothingLost();
    }

    /** Until both have noticed: the collector has given up a snapshot, the consumer says that it is not ready. */
    private void awaitOutage() throws Exception {
        long failures = failures();
        Awaitility.await("a failed cycle").atMost(PATIENCE).until(() -> failures() > failures);
        Awaitility.await("the consumer's notice").atMost(PATIENCE).until(() -> consumerAnswers() == 503);
    }

    private void expectNothingLost() throws Exception {
        snapshots.awaitMore(3, PATIENCE);
        Awaitility.await("a ready consumer").atMost(PATIENCE).until(() -> consumerAnswers() == 200);
        assertThat(snapshots.wrong()).as(() -> Trial.text(consumer)).isEmpty();
        assertThat(snapshots.repeated()).isZero();

        build.withQuickTests();
        assertThat(build.exitCode()).as(build::log).isZero();
        assertThat(build.log())
                .contains(kafka.bootstrapServers(), "✅ Nothing left behind")
                .doesNotContain("Kafka started");
        System.out.printf(
                "%d snapshots complete, %d verified, %d cycles failed in between%n",
                snapshots.complete().size(), snapshots.verified().size(), failures());
    }

    private long failures() throws Exception {
        return Files.readAllLines(collector).stream()
                .filter(line -> line.contains("cycle failed: Kafka at " + kafka.bootstrapServers()))
                .count();
    }

    private int consumerAnswers() throws Exception {
        Matcher url = URL.matcher(Files.readString(consumer));
        assertThat(url.find()).isTrue();
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url.group(1) + "/readyz"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
