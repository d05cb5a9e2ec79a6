package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.e2e.kubeconfig.TestAuthority;
import dev.e2e.kubeconfig.TestProxy;
import dev.e2e.runtime.InvalidSettingsException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way to the API server through a proxy. */
class ProxyTest extends TlsFixture {
    @Test
    void aProxyOfTheClusterIsUsed() throws Exception {
        start(authority.server(tomorrow, "api.only-the-proxy-knows.example"), StubApiServer.ClientCertificate.NONE);
        try (TestProxy proxy = new TestProxy(stub.port())) {
            String url = "https://api.only-the-proxy-knows.example:6443";

            assertThat(version(kubeconfig(url, ca() + ", proxy-url: \"" + proxy.url() + "\"", "token: t")))
                    .isEqualTo("v1.34.1");
            assertThat(proxy.requests()).containsOnly("CONNECT api.only-the-proxy-knows.example:6443 HTTP/1.1");
        }
    }

    @Test
    void aProxyOfAnotherKindIsRefusedByName() throws Exception {
        Path kubeconfig = kubeconfig("https://127.0.0.1:1", ca() + ", proxy-url: \"socks5://p:1\"", "token: t");

        assertThatThrownBy(() -> open(kubeconfig))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageStartingWith(
                        "KUBECONFIG: expected a kubeconfig that can be used: the proxy-url of cluster 'c' should begin with http:// and is 'socks5://p:1'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTPS_PROXY", "https_proxy"})
    void aProxyOfTheEnvironmentIsUsed(String variable) throws Exception {
        start(authority.server(tomorrow, "api.only-the-proxy-knows.example"), StubApiServer.ClientCertificate.NONE);
        Path kubeconfig = kubeconfig("https://api.only-the-proxy-knows.example", ca(), "token: t");
        try (TestProxy proxy = new TestProxy(stub.port())) {
            assertThat(version(kubeconfig, Map.of(variable, proxy.url()))).isEqualTo("v1.34.1");
            assertThat(proxy.requests()).containsOnly("CONNECT api.only-the-proxy-knows.example:443 HTTP/1.1");
        }
    }

    /** In a process of its own, since the JDK decides once whether proxies are told passwords. */
    @Test
    void aProxyIsToldItsPassword() throws Exception {
        start(authority.server(tomorrow, "api.only-the-proxy-knows.example"), StubApiServer.ClientCertificate.NONE);
        Path kubeconfig = kubeconfig("https://api.only-the-proxy-knows.example", ca(), "token: t");
        try (TestProxy proxy = new TestProxy(stub.port());
                CollectorProcess collector = CollectorProcess.start(
                        directory,
                        Map.of(
                                "KUBECONFIG", kubeconfig.toString(),
                                "https_proxy", proxy.url().replace("//", "//me:secret@")),
                        "--once",
                        "--stdout")) {
            assertThat(collector.exitCode()).as(collector.err()).isZero();
            assertThat(proxy.credentials()).containsOnly("Basic " + TestAuthority.base64("me:secret"));
        }
    }

    @Test
    void theClustersOwnProxyCountsMoreThanTheEnvironment() throws Exception {
        start(authority.server(tomorrow, "ip:127.0.0.1"), StubApiServer.ClientCertificate.NONE);
        try (TestProxy proxy = new TestProxy(stub.port())) {
            Path kubeconfig = kubeconfig(stub.url(), ca() + ", proxy-url: \"" + proxy.url() + "\"", "token: t");

            assertThat(version(kubeconfig, Map.of("HTTPS_PROXY", "http://127.0.0.1:1", "NO_PROXY", "*")))
                    .isEqualTo("v1.34.1");
            assertThat(proxy.requests()).containsOnly("CONNECT 127.0.0.1:" + stub.port() + " HTTP/1.1");
        }
    }
}
