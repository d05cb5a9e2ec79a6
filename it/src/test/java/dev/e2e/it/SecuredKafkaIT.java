package dev.e2e.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.infra.SecuredKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds of a user whose Kafka wants TLS and a login, by a file of properties. */
class SecuredKafkaIT {
    @TempDir
    private static Path shared;

    private static SecuredKafka kafka;

    @TempDir
    Path directory;

    private Build build;

    @BeforeAll
    static void startBroker() throws Exception {
        kafka = SecuredKafka.start(shared, List.of("cluster-info"));
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @BeforeEach
    void prepare() throws Exception {
        build = new Build("secured", directory);
    }

    @AfterEach
    void end() throws Exception {
        build.close();
        build.leftovers().awaitNone(); // before the directory goes
    }

    @Test
    void theCheckBothProcessesAndTheVerificationAreLetIn() throws Exception {
        Path file = SecuredKafka.properties(client(), SecuredKafka.PASSWORD, kafka.store());

        build.run("verify", servers(), properties(file), "-De2e.collector.interval=2s");

        assertThat(build.exitCode()).as(build::log).isZero();
        assertThat(build.log())
                .contains("✅ Kafka: " + kafka.both() + ", 1 broker(s)")
                .contains("✅ Snapshot verified: complete")
                .contains("servers=" + kafka.both() + " properties=" + file)
                .contains("✅ Nothing left behind");
        assertThat(secretIn(directory.resolve("states"))).isEmpty();
        assertThat(build.log()).doesNotContain(SecuredKafka.PASSWORD);
    }

    @Test
    void aLaterVerificationByHandGoesByWhatTheConsumerWasTold() throws Exception {
        Path file = SecuredKafka.properties(client(), SecuredKafka.PASSWORD, kafka.store());
        build.run("e2e:start", servers(), properties(file), "-De2e.collector.interval=2s");
        assertThat(build.exitCode()).as(build::log).isZero();

        try {
            build.run("e2e:verify", "-De2e.verify.within=30s");

            assertThat(build.exitCode()).as(build::log).isZero();
            assertThat(build.log())
                    .contains(
                            "on topic 'cluster-info' at " + kafka.both() + ", as consumer has it",
                            "✅ Snapshot verified: ")
                    .doesNotContain(SecuredKafka.PASSWORD);
        } finally {
            build.run("e2e:stop");
        }
        assertThat(build.exitCode()).as(build::log).isZero();
    }

    @Test
    void aWrongPasswordEndsTheBuildBeforeAnythingIsStarted() throws Exception {
        Path file = SecuredKafka.properties(client(), "not-the-one", kafka.store());

        build.run("verify", servers(), properties(file));

        assertThat(build.exitCode()).as(build::log).isNotZero();
        assertThat(build.log())
                .contains("Kafka at " + kafka.both() + " is not to be had so: e2e.kafka.properties, " + file
                        + ", sasl.jaas.config: Authentication failed: Invalid username or password; correct it")
                .doesNotContain("not-the-one", "✅ Consumer ready", "✅ Infra ready");
    }

    @Test
    void aMistypedPropertyOfAFileEndsItToo() throws Exception {
        Path file = Files.writeString(client(), "security.protocol=SSL\nssl.truststore.location=/no/such.p12\n");

        build.run("verify", servers(), properties(file));

        assertThat(build.exitCode()).as(build::log).isNotZero();
        assertThat(build.log())
                .contains("e2e.kafka.properties, " + file
                        + ", ssl.truststore.location: expected a file that can be read, got '/no/such.p12'")
                .doesNotContain("✅ Consumer ready", "✅ Infra ready");
    }

    @Test
    void whereTheEmbeddedKafkaTakesItsPlaceItIsReachedWithoutThem() throws Exception {
        Path file = SecuredKafka.properties(client(), SecuredKafka.PASSWORD, kafka.store());
        Path pom = build.project().resolve("pom.xml");
        Files.writeString(
                pom,
                Files.readString(pom)
                        .replace("<!-- configuration -->", "<kafkaProperties>" + file + "</kafkaProperties>"));

        build.run("verify", "-De2e.infrastructure=embedded", "-De2e.collector.interval=2s");

        assertThat(build.exitCode()).as(build::log).isZero();
        assertThat(build.log()).contains("✅ Snapshot verified: complete", "properties=\n", "✅ Nothing left behind");
    }

    private Path client() {
        return directory.resolve("client.properties");
    }

    private static String servers() {
        return "-De2e.kafka.bootstrapServers=" + kafka.both();
    }

    private static String properties(Path file) {
        return "-De2e.kafka.properties=" + file;
    }

    private static List<Path> secretIn(Path states) throws IOException {
        try (Stream<Path> files = Files.walk(states)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> has(file, SecuredKafka.PASSWORD))
                    .toList();
        }
    }

    private static boolean has(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
