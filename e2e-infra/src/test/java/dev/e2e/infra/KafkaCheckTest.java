package dev.e2e.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KafkaCheckTest {

    @Test
    void nobodyListens() throws Exception {
        String address;
        try (Ports ports = Ports.free()) { // kept while the check runs, so that nobody comes to listen
            address = "127.0.0.1:" + ports.broker();
            assertThat(check(address))
                    .containsEntry("kafka.state", "unreachable")
                    .containsEntry("kafka.address", address)
                    .containsEntry("kafka.version", "")
                    .containsEntry("kafka.brokers", "0")
                    .containsEntry("kafka.reason", address + ": Connection refused");
        }
    }

    @Test
    void somethingListensThatIsNoBroker() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThat(check("127.0.0.1:" + silent.getLocalPort()))
                    .containsEntry("kafka.state", "unreachable")
                    .hasEntrySatisfying(
                            "kafka.reason",
                            reason -> assertThat(reason)
                                    .startsWith("something listens but does not answer as a Kafka broker")
                                    .hasLineCount(1));
        }
    }

    @Test
    void everyAddressThatFailsIsNamed() throws Exception {
        try (Ports ports = Ports.free()) {
            assertThat(check("127.0.0.1:" + ports.broker() + ", nowhere.invalid:9092"))
                    .hasEntrySatisfying(
                            "kafka.reason",
                            reason -> assertThat(reason)
                                    .contains("127.0.0.1:" + ports.broker() + ": Connection refused")
                                    .contains("nowhere.invalid:9092: unknown host nowhere.invalid"));
        }
    }

    private static Map<String, String> check(String address) throws InterruptedException {
        return SecuredKafkaCheckTest.check(Map.of("KAFKA_BROKERS", address));
    }
}
