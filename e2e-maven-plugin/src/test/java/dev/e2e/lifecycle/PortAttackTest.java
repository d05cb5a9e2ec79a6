package dev.e2e.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.e2e.process.Children;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.LaunchSpec;
import dev.e2e.process.ProcessFailureException;
import dev.e2e.readiness.Listener;
import dev.e2e.readiness.Readiness;
import dev.e2e.readiness.StatusRanges;
import dev.e2e.readiness.Tls;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who answers on the port that a process is asked at. */
class PortAttackTest {
    @RegisterExtension
    final Children children = new Children();

    private Sets sets;

    @BeforeEach
    void open() {
        sets = new Sets(children);
    }

    @AfterEach
    void stopAll() throws Exception {
        sets.stopAll();
    }

    @Test
    void aStrangerThatAnswersBeforeTheLaunchIsAConflictAndNotReadiness() throws Exception {
        try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = stranger.getLocalPort();

            assertThatThrownBy(() -> sets.start(sets.spec(Sets.ORDERS, children.shell("exec sleep 60"), tcp(port))
                            .build()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("Process 'orders': port " + port + " is taken by PID "
                            + ProcessHandle.current().pid());
            assertThat(children.directory()).isEmptyDirectory();
        }
    }

    @Test
    void aStrangerThatComesAfterTheLaunchIsNotReadiness() throws Exception {
        int port = freePort();
        Process[] stranger = new Process[1];
        Thread comes = new Thread(() -> {
            children.awaitFile("launched");
            try {
                stranger[0] = children.bystander("exec " + server(port));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        comes.start();

        assertThatThrownBy(() -> sets.start(
                        sets.spec(Sets.ORDERS, children.shell("echo up > launched; exec sleep 60"), tcp(port))
                                .build()))
                .isInstanceOf(ProcessFailureException.class)
                .hasMessageContaining("Process 'orders' is not what answers on port " + port)
                .hasMessageContaining("that is PID ");

        comes.join();
        assertThat(stranger[0].isAlive()).isTrue();
        assertThat(children.directory().resolve("e2e-orders-bg.pid")).doesNotExist();
    }

    @Test
    void whereAnybodyMayListenAStrangerDoes() throws Exception {
        int port = freePort();
        Thread comes = new Thread(() -> {
            children.awaitFile("launched");
            try {
                children.bystander("exec " + server(port));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        comes.start();

        sets.start(sets.spec(
                        Sets.ORDERS,
                        children.shell("echo up > launched; exec sleep 60"),
                        new Readiness.Tcp("127.0.0.1:" + port, Listener.ANY))
                .build());

        comes.join();
        assertThat(sets.look().state()).isEqualTo(StatusReport.State.RUNNING);
    }

    @Test
    void aGrandchildMayBeTheOneThatListens() throws Exception {
        int port = freePort();

        sets.start(sets.spec(Sets.ORDERS, children.shell("setsid " + server(port) + " & wait"), tcp(port))
                .build());

        assertThat(sets.stopOrders()).isInstanceOf(StopReport.Result.Stopped.class);
        assertThat(children.table().isListenedOn(port)).isFalse();
    }

    @Test
    void whatRanBeforeIsReplacedThoughAChildOfItHoldsThePort() throws Exception {
        int port = freePort();
        ProcessSpec spec = sets.spec(Sets.ORDERS, children.shell(server(port) + " & wait"), tcp(port))
                .build();
        long first = Sets.pid(sets.start(spec).get(Sets.ORDERS));

        long second = Sets.pid(sets.start(spec).get(Sets.ORDERS));

        assertThat(children.alive(first)).isFalse();
        assertThat(children.alive(second)).isTrue();
    }

    @Test
    void localhostIsAlsoTheAddressThatItDoesNotResolveToFirst() throws Exception {
        int port = freePort();
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getAllByName("::1")[0], 0));
        } catch (IOException e) {
            assumeThat(e).as("this machine has no IPv6 loopback").isNull();
        }

        sets.start(sets.spec(
                        Sets.ORDERS,
                        children.shell("exec " + server(port).replace("127.0.0.1", "::1")),
                        new Readiness.Http(
                                "http://localhost:" + port + "/", StatusRanges.DEFAULT, Tls.VERIFY, Listener.OWN))
                .build());

        assertThat(sets.look().state()).isEqualTo(StatusReport.State.RUNNING);
    }

    @Test
    void reservedPortsAreDifferentOnesAndReachCommandEnvironmentAndReadiness() throws Exception {
        LaunchSpec launch = new LaunchSpec(
                List.of("sh", "-c", server("@{orders.port}") + " & echo $ORDERS_PORT $ADMIN > ports; wait"),
                children.directory(),
                Map.of("ADMIN", "@{orders.admin}"),
                Map.of());
        ProcessSpec spec = sets.spec(Sets.ORDERS, launch, new Readiness.Tcp("127.0.0.1:@{orders.port}", Listener.OWN))
                .ports(new TreeMap<>(Map.of("orders.port", 0, "orders.admin", 0)))
                .build();

        Map<String, Integer> ports = sets.start(spec).get(Sets.ORDERS).ports();

        assertThat(ports.get("orders.port")).isNotEqualTo(ports.get("orders.admin"));
        assertThat(children.awaitFile("ports")).isEqualTo(ports.get("orders.port") + " " + ports.get("orders.admin"));
    }

    @Test
    void aReservedPortIsGivenToNobodyElse() throws Exception {
        ProcessSpec spec = sets.orders("true")
                .ports(new TreeMap<>(Map.of("orders.port", 0)))
                .build();
        try (PortReservations reservations = PortReservations.of(List.of(spec))) {
            int port = reservations.of(Sets.ORDERS).get("orders.port");

            try (ServerSocket other = new ServerSocket()) {
                other.setReuseAddress(false); // as one who wants it for itself
                assertThatThrownBy(() -> other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))
                        .isInstanceOf(IOException.class);
            }

            reservations.release(Sets.ORDERS);
            Awaitility.await().untilAsserted(() -> new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close());
        }
    }

    private static Readiness tcp(int port) {
        return new Readiness.Tcp("127.0.0.1:" + port, Listener.OWN);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String server(int port) {
        return server(Integer.toString(port));
    }

    /** A command that answers HTTP at the loopback address. */
    private static String server(String port) {
        return "'%s' -XX:TieredStopAtLevel=1 -Xshare:auto -cp '%s' '%s' 127.0.0.1 %s"
                .formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        System.getProperty("java.class.path", "").replace("\n", File.pathSeparator),
                        Server.class.getName(),
                        port);
    }

    /** Answers 204 to everything. */
    static final class Server {
        public static void main(String[] arguments) throws Exception {
            var server = com.sun.net.httpserver.HttpServer.create(
                    new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])), 0);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            });
            server.start();
        }
    }
}
