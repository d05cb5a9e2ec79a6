package dev.e2e.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mvn e2e:verify} in a later Maven than {@code mvn e2e:start}, which alone knows where Kafka is, and which topic. */
class VerifyByHandIT {
    @TempDir
    Path directory;

    private Build build;

    @BeforeEach
    void start() throws Exception {
        build = new Build("waiting", directory);
        build.run(
                "e2e:start", "-De2e.infrastructure=embedded", "-De2e.kafka.topic=mine", "-De2e.collector.interval=2s");
        assertThat(build.exitCode()).as(build::log).isZero();
    }

    @AfterEach
    void stop() throws Exception {
        build.close();
        build.run("e2e:stop");
        assertThat(build.exitCode()).as(build::log).isZero();
        build.leftovers().awaitNone();
    }

    @Test
    void itAsksTheKafkaAndTheTopicOfTheProcessesThatRun() throws Exception {
        build.run("e2e:verify", "-De2e.verify.expectations=Pod>=40", "-De2e.verify.within=30s");

        assertThat(build.exitCode()).as(build::log).isZero();
        assertThat(build.log())
                .contains("on topic 'mine' at 127.0.0.1:", "as consumer has it", "✅ Snapshot verified: ");

        build.run("e2e:verify", "-De2e.verify.expectations=Pod>=40,Pod>=100000", "-De2e.verify.within=10s");

        assertThat(build.exitCode()).as(build::log).isEqualTo(1);
        assertThat(build.log())
                .contains("No snapshot as expected within 10.0 s", "  Pod>=100000: found 40")
                .doesNotContain("Pod>=40: found");

        build.run("e2e:stop", "-De2e.processes=consumer,collector");
        assertThat(build.exitCode()).as(build::log).isZero();
        build.run("e2e:verify", "-De2e.verify.after=any", "-De2e.verify.within=30s");

        assertThat(build.exitCode()).as(build::log).isZero();
        assertThat(build.log()).contains("on topic 'mine' at 127.0.0.1:", "as infra has it", "✅ Snapshot verified: ");
    }

    @Test
    void whereNothingRunsTheFailureSaysWhichKafkaWasAsked() throws Exception {
        build.run("e2e:stop");
        assertThat(build.exitCode()).as(build::log).isZero();

        build.run("e2e:verify", "-De2e.verify.within=2s");

        assertThat(build.exitCode()).as(build::log).isEqualTo(1);
        assertThat(build.log())
                .contains(
                        "Kafka at localhost:9092 cannot be reached",
                        "Kafka is that of e2e.kafka.bootstrapServers, since no process that would tell of another runs in "
                                + build.leftovers().states());
    }
}
