package dev.e2e.infra.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardSpecTest {
    @Test
    void severalAreReadAndAMissingNamespaceIsTheCurrentOne() {
        assertThat(ForwardSpec.parseAll("service//kafka:9092:19092, pod/db/postgres-0:psql:0"))
                .extracting(spec -> spec.orIn("shop").target(), ForwardSpec::localPort)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("service/shop/kafka:9092", 19092),
                        org.assertj.core.groups.Tuple.tuple("pod/db/postgres-0:psql", 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kafka:9092|'kafka:9092' is neither",
                "deployment/a/b:1:1|'deployment/a/b:1:1' is neither",
                "service/a/b:1:70000|expected ports up to 65535",
                "service/a/b:0:1|expected ports up to 65535",
                "service/a/b:1:7,pod/a/b:1:7|expected a local port for each (7 comes twice)"
            })
    void whatCannotBeReadIsRefusedWithWhatWasExpected(String text, String message) {
        assertThatThrownBy(() -> ForwardSpec.parseAll(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void pausesDoubleUpToTheLimitWithJitterAndBeginAgain() {
        Backoff backoff = new Backoff(Duration.ofSeconds(15), new Random(1));

        double[] fullPauses = {50, 100, 200, 400, 800, 1600, 3200, 6400, 12800, 15000, 15000};
        for (double full : fullPauses) {
            assertThat(backoff.next().toNanos() / 1e6).isBetween(full * 0.8, full);
        }
        backoff.reset();
        assertThat(backoff.next()).isBetween(Duration.ofMillis(40), Duration.ofMillis(50));
        assertThat(Stream.generate(() -> new Backoff(Duration.ofSeconds(15), new Random()).next())
                        .limit(20)
                        .distinct())
                .as("not all alike")
                .hasSizeGreaterThan(1);
    }
}
