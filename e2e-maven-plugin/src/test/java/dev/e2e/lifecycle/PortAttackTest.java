package dev.e2e.lifecycle;

import static dev.e2e.lifecycle.Sets.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.e2e.process.Children;
import dev.e2e.process.E2eException;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.LaunchSpec;
import dev.e2e.process.ProcessFailureException;
import dev.e2e.process.ProcessState;
import dev.e2e.readiness.Listener;
import dev.e2e.readiness.Readiness;
import dev.e2e.readiness.StatusRanges;
import dev.e2e.readiness.Tls;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ports at which processes are asked whether they are ready, and who else may answer there. */
class PortAttackTest {
    /** Serves HTTP at the port that was reserved. */
    private static final String SERVE = "perl -MSocket=:all -e '"
            + "socket(S, %1$s, SOCK_STREAM, 0) or die; setsockopt(S, SOL_SOCKET, SO_REUSEADDR, 1);"
            + "bind(S, %2$s) or die; listen(S, 9); print \"listening\\n\";"
            + "while (accept(C, S)) { print C \"HTTP/1.0 200 OK\\r\\n\\r\\n\"; close C }'";

    private static final String IPV4 = SERVE.formatted("AF_INET", "sockaddr_in($ENV{ORDERS_PORT}, INADDR_LOOPBACK)");
    private static final String IPV6 =
            SERVE.formatted("AF_INET6", "pack_sockaddr_in6($ENV{ORDERS_PORT}, inet_pton(AF_INET6, \"::1\"))");
    private static final String SELF = "PID " + ProcessHandle.current().pid();

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

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]"})
    void aStrangerThatAnswersBeforeTheLaunchIsAConflictThatNamesIt(String host) throws Exception {
        try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Readiness tcp = new Readiness.Tcp(host + ":" + stranger.getLocalPort(), Listener.OWN);

            assertThatThrownBy(() -> sets.start(sets.spec(ORDERS, children.shell("echo started > started"), tcp)
                            .build()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("Process 'orders': port " + stranger.getLocalPort() + " is taken by " + SELF);
        }
        assertThat(children.directory()).isEmptyDirectory();
    }

    @Test
    void aStrangerThatComesAfterTheLaunchDoesNotMakeItReady() throws Exception {
        CompletableFuture<Map<?, ?>> start = startInBackground("echo $ORDERS_PORT > port; exec sleep 60", Listener.OWN);
        int port = Integer.parseInt(children.awaitFile("port"));

        try (ServerSocket stranger = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(stranger.isBound()).isTrue();
            assertThatThrownBy(start::join)
                    .cause()
                    .isInstanceOf(ProcessFailureException.class)
                    .hasMessageContaining("Process 'orders' is not what answers on port " + port + ": that is " + SELF)
                    .hasMessageContaining("<listener>any</listener>");
        }
        assertThat(children.running()).isEmpty();
    }

    @Test
    void whereAnybodyMayListenAStrangerDoes() throws Exception {
        CompletableFuture<Map<?, ?>> start = startInBackground("echo $ORDERS_PORT > port; exec sleep 60", Listener.ANY);
        int port = Integer.parseInt(children.awaitFile("port"));

        try (ServerSocket stranger = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(stranger.isBound()).isTrue();
            assertThat(start.join()).hasSize(1);
        }
    }

    @Test
    void aGrandchildInASessionOfItsOwnAnswersForItsProcess() throws Exception {
        Map<?, ?> ready =
                sets.start(listening("sh -c 'setsid sh -c \"$SERVE\" & wait' & wait", "127.0.0.1", Listener.OWN));

        assertThat(ready).hasSize(1);
    }

    @Test
    void anAnswerThatComesAsTheProcessDiesIsNone() {
        // A child begins to listen only once the process is gone.
        String script = "(while kill -0 $$ 2>/dev/null; do sleep 0.01; done; " + IPV4 + ") & echo last words; exit 3";

        assertThatThrownBy(() -> sets.start(listening(script, "127.0.0.1", Listener.OWN)))
                .isInstanceOf(ProcessFailureException.class)
                .hasMessageContaining("Process 'orders' exited with 3 before it was ready")
                .hasMessageContaining("left others running (PIDs ")
                .hasMessageContaining("| last words");
        assertThat(children.running()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "[::1]"})
    void aServerOnTheIpv6LoopbackAddressOnlyIsFound(String host) throws Exception {
        assertThat(sets.start(listening("exec " + IPV6, host, Listener.OWN))).hasSize(1);
        sets.stopAll();

        ProcessSpec http = sets.spec(
                        ORDERS,
                        children.shell("exec " + IPV6),
                        new Readiness.Http(
                                "http://" + host + ":@{orders.port}/", StatusRanges.DEFAULT, Tls.VERIFY, Listener.OWN))
                .ports(new TreeMap<>(Map.of("orders.port", 0)))
                .build();
        assertThat(sets.start(http)).hasSize(1);
    }

    @Test
    void theOldProcessOnThePortIsNoStrangerWhenItIsReplaced() throws Exception {
        ProcessState first =
                sets.start(listening("exec " + IPV4, "127.0.0.1", Listener.OWN)).get(ORDERS);
        int port = first.ports().get("orders.port");
        ProcessSpec again = sets.spec(
                        ORDERS,
                        children.shell("export ORDERS_PORT=" + port + "; exec " + IPV4),
                        new Readiness.Tcp("127.0.0.1:" + port, Listener.OWN))
                .build();

        ProcessState second = sets.start(again).get(ORDERS);

        assertThat(children.alive(Sets.pid(first))).isFalse();
        assertThat(children.table().listenersOn(port)).containsExactly(Sets.pid(second));
    }

    private CompletableFuture<Map<?, ?>> startInBackground(String script, Listener listener) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return sets.start(listening(script, "127.0.0.1", listener));
            } catch (E2eException | InterruptedException e) {
                throw new CompletionException(e);
            }
        });
    }

    /** "orders", which is ready when its reserved port is listened on. */
    private ProcessSpec listening(String script, String host, Listener listener) {
        var shell = children.shell(script);
        return sets.spec(
                        ORDERS,
                        new LaunchSpec(shell.command(), shell.workingDirectory(), Map.of("SERVE", IPV4), Map.of()),
                        new Readiness.Tcp(host + ":@{orders.port}", listener))
                .ports(new TreeMap<>(Map.of("orders.port", 0)))
                .startupTimeout(Duration.ofSeconds(30))
                .build();
    }
}
