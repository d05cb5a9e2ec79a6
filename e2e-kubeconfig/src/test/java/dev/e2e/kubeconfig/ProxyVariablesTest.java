package dev.e2e.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules are those of golang.org/x/net/http/httpproxy, which kubectl goes by. */
class ProxyVariablesTest {
    private static final String PROXY = "http://proxy.example:3128";

    @Test
    void theSchemeOfTheServerSaysWhichVariable() {
        Map<String, String> both = Map.of("HTTP_PROXY", "http://one:1", "HTTPS_PROXY", "http://two:2");

        assertThat(proxy("http://api.example", both)).isEqualTo("http://one:1");
        assertThat(proxy("https://api.example", both)).isEqualTo("http://two:2");
        assertThat(proxy("https://api.example", Map.of("HTTP_PROXY", PROXY))).isEqualTo("none");
        assertThat(proxy("https://api.example", Map.of("ALL_PROXY", PROXY))).isEqualTo("none");
    }

    @Test
    void lowerCaseCountsWhereCapitalsSayNothing() {
        assertThat(proxy("https://api.example", Map.of("https_proxy", PROXY))).isEqualTo(PROXY);
        assertThat(proxy("https://api.example", Map.of("https_proxy", PROXY, "HTTPS_PROXY", "http://two:2")))
                .isEqualTo("http://two:2");
        assertThat(proxy("https://api.example", Map.of("https_proxy", PROXY, "HTTPS_PROXY", "")))
                .isEqualTo(PROXY);
        assertThat(proxy("https://api.example", Map.of("https_proxy", PROXY, "no_proxy", "api.example")))
                .isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource({
        "proxy.example:3128, http://proxy.example:3128",
        "http://proxy.example, http://proxy.example:80",
        "http://me:secret%40@proxy.example:3128/, http://me:secret%40@proxy.example:3128",
        "http://[::1]:3128, http://[::1]:3128"
    })
    void aProxyMayBeWrittenInSeveralWays(String value, String proxy) {
        assertThat(proxy("https://api.example", Map.of("HTTPS_PROXY", value))).isEqualTo(proxy);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://localhost:6443", "http://127.0.0.1:8080", "https://127.1.2.3", "https://[::1]:6443"})
    void thisMachineIsAskedDirectly(String server) {
        assertThat(proxy(server, Map.of("HTTPS_PROXY", PROXY, "HTTP_PROXY", PROXY)))
                .isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "api.example | https://api.example | none",
                "example | https://api.example | none",
                ".example | https://api.example | none",
                "*.example | https://api.example | none",
                ".api.example | https://api.example | proxy",
                "pi.example | https://api.example | proxy",
                "API.Example | https://api.EXAMPLE:6443 | none",
                "a.example, api.example | https://api.example | none",
                "a.example,,b.example | https://api.example | proxy",
                "* | https://api.example | none",
                "api.example:6443 | https://api.example:6443 | none",
                "api.example:6443 | https://api.example | proxy",
                "api.example:443 | https://api.example | none",
                "10.1.2.3 | https://10.1.2.3:6443 | none",
                "10.1.2.3:6443 | https://10.1.2.3:6443 | none",
                "10.1.2.4 | https://10.1.2.3:6443 | proxy",
                "10.1.0.0/16 | https://10.1.2.3:6443 | none",
                "10.1.2.2/31 | https://10.1.2.3:6443 | none",
                "10.1.2.4/31 | https://10.1.2.3:6443 | proxy",
                "10.1.0.0/99 | https://10.1.2.3:6443 | proxy",
                "10.1.0.0/x | https://10.1.2.3:6443 | proxy",
                "10.1.0.0/16 | https://api.example | proxy",
                "fd00::/8 | https://[fd00::1]:6443 | none",
                "[fd00::1]:6443 | https://[fd00:0::1]:6443 | none",
                "fd00::1 | https://[fd00:0::1]:6443 | none",
                "my_host,-x | https://api.example | proxy"
            })
    void exceptionsAreHostsDomainsAddressesAndNetworks(String exceptions, String server, String expected) {
        String proxy = proxy(server, Map.of("HTTPS_PROXY", PROXY, "NO_PROXY", exceptions));

        assertThat(proxy).isEqualTo(expected.equals("proxy") ? PROXY : "none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"socks5://me:secret@proxy.example:1080", "https://me:secret@proxy.example", "http://", "a b"})
    void anotherKindOfProxyIsRefusedByTheNameOfTheVariable(String value) {
        assertThatThrownBy(() -> proxy("https://api.example", Map.of("https_proxy", value)))
                .isInstanceOf(KubeconfigException.class)
                .hasMessageStartingWith("https_proxy: expected a proxy that is spoken to in HTTP, ")
                .hasMessageNotContaining("secret");
        assertThat(proxy("https://localhost", Map.of("https_proxy", value))).isEqualTo("none");
    }

    private static String proxy(String server, Map<String, String> environment) {
        return new ProxyVariables(environment).proxyFor(URI.create(server)).orElse("none");
    }
}
