package dev.e2e.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreshSnapshotTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final String STATUS = "{\"last_verified\":{\"snapshot_id\":\"0192\",\"status\":\"complete\","
            + "\"chunks\":2,\"objects\":1041,\"kinds\":{\"Pod\":1040,\"Node\":1,\"Job\":0},"
            + "\"verified_at\":\"2026-01-01T00:00:01Z\"}}";

    @Test
    void countsWhatWentThrough() {
        assertThat(FreshSnapshot.verified(STATUS, BEGIN).orElseThrow().text())
                .isEqualTo("complete, 1,041 objects in 2 chunks (Node 1, Pod 1040)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "{}",
                "{\"last_verified\":{}}",
                "{\"last_verified\":{\"verified_at\":\"soon\"}}",
                "{\"last_verified\":{\"verified_at\":\"2026-01-01T00:00:00Z\"}}"
            })
    void whatIsOlderOrNoneIsNone(String status) {
        assertThat(FreshSnapshot.verified(status, BEGIN)).isEmpty();
    }

    @Test
    void isWaitedForAtTheConsumer() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        int[] asked = {0};
        server.createContext("/status", exchange -> {
            asked[0]++;
            byte[] answer = (asked[0] < 3 ? "{}" : STATUS).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try {
            Optional<FreshSnapshot> snapshot = FreshSnapshot.await(
                    "http://127.0.0.1:" + server.getAddress().getPort(), BEGIN, Duration.ofSeconds(30));

            assertThat(snapshot).map(FreshSnapshot::id).contains("0192");
            assertThat(asked[0]).isEqualTo(3);
        } finally {
            server.stop(0);
        }
    }
}
