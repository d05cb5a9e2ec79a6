package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.kubeconfig.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Why no connection to the API server comes about. */
class UnreachableServerTest extends TlsFixture {
    @Test
    void aServerThatIsNotThereRefusesTheConnection() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(failure(kubeconfig("http://127.0.0.1:" + free))).isEqualTo("connection refused");
    }

    @Test
    void aHostThatDoesNotExistIsUnknown() throws IOException {
        assertThat(failure(kubeconfig("http://no-such-host.invalid:6443"))).isEqualTo("unknown host");
    }

    @Test
    void aCertificateThatTheSystemDoesNotTrustIsAMatterOfTls() throws Exception {
        start(new TestAuthority("own").server(tomorrow, "ip:127.0.0.1"), StubApiServer.ClientCertificate.NONE);

        assertThat(failure(kubeconfig(stub.url())))
                .isEqualTo("TLS: the server's certificate is not signed by an authority that is trusted here");
        assertThat(seen).isEmpty();
    }

    private Path kubeconfig(String url) throws IOException {
        return TestObjects.kubeconfig(directory.resolve("config"), "c", url);
    }
}
