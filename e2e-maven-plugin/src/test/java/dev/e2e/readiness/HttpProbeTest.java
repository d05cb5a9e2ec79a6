package dev.e2e.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HttpProbeTest {
    @RegisterExtension
    final OpenProbes probes = new OpenProbes();

    private final AtomicInteger status = new AtomicInteger(200);
    private final List<HttpExchange> exchanges = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(Loopback.address("127.0.0.1"), 0), 10);
        server.createContext("/", exchange -> {
            exchanges.add(exchange);
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void waitsThroughErrorsUntilTheServerIsWell() {
        status.set(503);
        Probe probe = open("/health?deep=true", StatusRanges.DEFAULT);
        assertThat(probe.lastSeen()).isEmpty();
        OpenProbes.awaitSeen(probe, "answered 503");
        status.set(200);

        assertThat(OpenProbes.awaitMet(probe)).isEqualTo(Map.of());
        HttpExchange last = exchanges.get(exchanges.size() - 1);
        assertThat(last.getRequestMethod()).isEqualTo("GET");
        assertThat(last.getRequestURI()).hasToString("/health?deep=true");
        assertThat(last.getRequestHeaders().getFirst("Connection")).isEqualTo("close");
    }

    @Test
    void takesARedirectForAnAnswerAndDoesNotFollowIt() {
        status.set(302);

        assertThat(OpenProbes.awaitMet(open("/", StatusRanges.DEFAULT))).isEmpty();
        assertThat(exchanges)
                .extracting(exchange -> exchange.getRequestURI().getPath())
                .containsOnly("/");
    }

    @Test
    void takesOnlyTheCodesThatItWasTold() {
        Probe probe = open("/", StatusRanges.parse("204,401"));
        OpenProbes.awaitSeen(probe, "answered 200");
        status.set(401);

        assertThat(OpenProbes.awaitMet(probe)).isEmpty();
    }

    @Test
    void takesAnErrorForAnAnswerToo() {
        status.set(404);
        OpenProbes.awaitSeen(open("/", StatusRanges.DEFAULT), "answered 404");
    }

    @Test
    void tellsWhenNobodyIsThere() throws IOException {
        Probe probe = open("/", StatusRanges.DEFAULT);
        int port = server.getAddress().getPort();
        server.stop(0);
        OpenProbes.awaitSeen(probe, "connection refused");

        server = HttpServer.create(new InetSocketAddress(Loopback.address("127.0.0.1"), port), 10);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        assertThat(OpenProbes.awaitMet(probe)).isEmpty();
    }

    @Test
    void looksAgainAndAgainWhileAServerAcceptsAndNeverAnswers() throws Exception {
        try (ServerSocket silent = Loopback.listen("127.0.0.1")) {
            Probe probe = probes.open(http("http://127.0.0.1:" + silent.getLocalPort() + "/"));
            assertThat(probe.check()).isEmpty();
            try (Socket first = silent.accept();
                    Socket asked = silent.accept()) {
                assertThat(first.getInputStream().read())
                        .as("the search for an address")
                        .isEqualTo(-1);
                assertThat(asked.getInputStream().read()).isEqualTo('G');
                // Each of these would take as long as the attempt, were it not in a thread of its own.
                for (int look = 0; look < 10_000; look++) {
                    assertThat(probe.check()).isEmpty();
                }
                asked.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(OpenProbes.awaitMet(probe)).isEmpty();
            }
        }
    }

    @Test
    void endsItsAttemptWhenItIsClosed() throws Exception {
        try (ServerSocket silent = Loopback.listen("127.0.0.1")) {
            Probe probe = probes.open(http("http://127.0.0.1:" + silent.getLocalPort() + "/"));
            assertThat(probe.check()).isEmpty();
            try (Socket first = silent.accept();
                    Socket asked = silent.accept()) {
                assertThat(first.isConnected()).isTrue();
                assertThat(asked.getInputStream().read()).isEqualTo('G');
                probe.close();

                asked.getInputStream().skipNBytes(asked.getInputStream().available());
                assertThat(asked.getInputStream().readAllBytes())
                        .as("what comes before the end")
                        .isNotNull();
            }
        }
    }

    @Test
    void doesNotWaitForTheEndOfABody() throws Exception {
        server.createContext("/events", exchange -> {
            exchanges.add(exchange);
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            body.write('x');
            body.flush();
        });

        assertThat(OpenProbes.awaitMet(open("/events", StatusRanges.DEFAULT))).isEmpty();
        exchanges.forEach(HttpExchange::close);
    }

    @Test
    void saysWhenItIsNotHttpThatAnswers() throws Exception {
        try (ServerSocket other = Loopback.listen("127.0.0.1")) {
            Thread greeter = new Thread(() -> greetAll(other));
            greeter.start();
            Probe probe = probes.open(http("http://127.0.0.1:" + other.getLocalPort() + "/"));
            Awaitility.await().untilAsserted(() -> {
                assertThat(probe.check()).isEmpty();
                assertThat(probe.lastSeen()).isNotEmpty();
            });
            assertThat(probe.lastSeen()).isEqualTo("answered, but not in HTTP");
            other.close();
            greeter.join();
        }
    }

    private static void greetAll(ServerSocket server) {
        while (true) {
            try (Socket client = server.accept()) {
                client.getOutputStream().write("220 mail.example ESMTP\r\n".getBytes(StandardCharsets.US_ASCII));
                client.shutdownOutput();
                client.getInputStream().readAllBytes();
            } catch (IOException e) {
                if (server.isClosed()) {
                    return;
                }
            }
        }
    }

    @Test
    void findsALocalhostThatIsIpv6Only() throws Exception {
        int port = Loopback.freePort("::1");
        HttpServer ipv6 = HttpServer.create(new InetSocketAddress(Loopback.address("::1"), port), 10);
        ipv6.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        ipv6.start();
        try {
            assertThat(OpenProbes.awaitMet(probes.open(http("http://localhost:" + port + "/"))))
                    .isEmpty();
        } finally {
            ipv6.stop(0);
        }
    }

    private Probe open(String path, StatusRanges ranges) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + path;
        return probes.open(new Readiness.Http(url, ranges, Tls.VERIFY, Listener.OWN));
    }

    private static Readiness http(String url) {
        return new Readiness.Http(url, StatusRanges.DEFAULT, Tls.VERIFY, Listener.OWN);
    }
}
