package dev.e2e.infra.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.IntOrString;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class TargetResolverTest {
    @TempDir
    Path directory;

    private ApiStandIn api;
    private Cluster cluster;

    @BeforeEach
    void start() throws Exception {
        api = new ApiStandIn()
                .service("kafka", 19092, new IntOrString("kafka"))
                .service("numbers", 80, new IntOrString(8080))
                .service("wrong", 80, new IntOrString("http"))
                .pod("kafka-0", "kafka", false, 1)
                .pod("kafka-1", "kafka", true, 1)
                .pod("kafka-2", "kafka", true, 1)
                .pod("numbers-0", "numbers", true, 1)
                .pod("wrong-0", "wrong", true, 1);
        cluster = new Cluster(api.access(directory));
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
        api.close();
    }

    @ParameterizedTest
    @CsvSource({
        "service/shop/kafka:19092:0,pod kafka-1:9092",
        "service/shop/kafka:clients:0,pod kafka-1:9092",
        "service/shop/numbers:80:0,pod numbers-0:8080",
        "pod/shop/kafka-2:kafka:0,pod kafka-2:9092",
        "pod/shop/kafka-2:7:0,pod kafka-2:7"
    })
    void portsAreResolvedByNumberAndByName(String forward, String target) throws Exception {
        assertThat(cluster.resolve(spec(forward), Set.of(), null)).hasToString(target);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "service/shop/none:1:0|there is no service none in namespace shop",
                "service/shop/kafka:1:0|service kafka has no port 1; it has [19092 (clients)]",
                "service/shop/wrong:80:0|pod wrong-0 has no port named 'http'",
                "pod/shop/none:1:0|there is no pod none in namespace shop",
                "pod/shop/kafka-0:1:0|pod kafka-0 is not ready"
            })
    void whatIsMissingIsNamed(String forward, String reason) {
        assertThatThrownBy(() -> cluster.resolve(spec(forward), Set.of(), null))
                .isInstanceOf(UnavailableException.class)
                .hasMessage(reason);
    }

    @Test
    void thePodInUseIsKeptAndOneThatFailedIsTheLastChoice() throws Exception {
        ForwardSpec kafka = spec("service/shop/kafka:19092:0");
        Target first = cluster.resolve(kafka, Set.of(), null);
        Target second = cluster.resolve(kafka, Set.of(first.incarnation()), first);

        assertThat(second.pod()).isEqualTo("kafka-2");
        assertThat(cluster.resolve(kafka, Set.of(), second)).isEqualTo(second);
        assertThat(cluster.resolve(kafka, Set.of(first.incarnation(), second.incarnation()), null))
                .isEqualTo(first);
    }

    private static ForwardSpec spec(String text) {
        return ForwardSpec.parseAll(text).get(0);
    }
}
