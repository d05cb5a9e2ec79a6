package dev.e2e.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TcpProbeTest {
    @RegisterExtension
    final OpenProbes probes = new OpenProbes();

    @Test
    void waitsUntilSomethingListens() throws Exception {
        int port = Loopback.freePort("127.0.0.1");
        Probe probe = open("127.0.0.1:" + port);
        assertThat(probe.lastSeen()).isEmpty();
        OpenProbes.awaitSeen(probe, "connection refused");

        try (ServerSocket server = new ServerSocket(port, 10, Loopback.address("127.0.0.1"))) {
            assertThat(server.isBound()).isTrue();
            assertThat(OpenProbes.awaitMet(probe)).isEqualTo(Map.of());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void findsWhatListensOnOneLoopbackAddressOnly(String address) throws Exception {
        try (ServerSocket server = Loopback.listen(address)) {
            assertThat(OpenProbes.awaitMet(open("localhost:" + server.getLocalPort())))
                    .isEmpty();
        }
    }

    @Test
    void takesIpv6Literals() throws Exception {
        try (ServerSocket server = Loopback.listen("::1")) {
            assertThat(OpenProbes.awaitMet(open("[::1]:" + server.getLocalPort())))
                    .isEmpty();
        }
    }

    @Test
    void tellsOfAHostThatNobodyKnows() {
        OpenProbes.awaitSeen(open("no-such-host.invalid:80"), "unknown host");
    }

    private Probe open(String address) {
        return probes.open(new Readiness.Tcp(address, Listener.OWN));
    }
}
