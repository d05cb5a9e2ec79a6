package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsExchange;
import dev.e2e.runtime.InvalidSettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the collector proves who it is, and finds out whom it talks to, against a server that speaks TLS. */
class AuthenticationTest {
    private static final ApiServer.Patience SHORT =
            new ApiServer.Patience(Duration.ofSeconds(5), new Retry(1, Duration.ofMillis(1)));
    private final Instant tomorrow = Instant.now().plus(Duration.ofDays(1));

    private static TestAuthority authority;

    @TempDir
    private Path directory;

    private StubApiServer stub;
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void found() throws Exception {
        authority = new TestAuthority("cluster");
    }

    @AfterEach
    void stop() {
        if (stub != null) {
            stub.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"RSA,true", "RSA,false", "EC,true", "EC,false"})
    void aClientCertificateIsShownWhateverTheFormatOfItsKey(String algorithm, boolean pkcs8) throws Exception {
        TestAuthority.Identity client = authority.identity("collector-" + algorithm, algorithm);
        String key = pkcs8 ? client.pkcs8() : client.traditional();
        start(authority.server(tomorrow, "ip:127.0.0.1"), StubApiServer.ClientCertificate.NEEDED);

        Path asData = kubeconfig(stub.url(), ca(), """
                client-certificate-data: %s, client-key-data: %s""".formatted(
                        TestAuthority.base64(client.certificatePem()), TestAuthority.base64(key)));
        assertThat(version(asData)).isEqualTo("v1.34.1");

        Files.writeString(directory.resolve("client.crt"), client.certificatePem());
        Files.writeString(directory.resolve("client.key"), key);
        Path asFiles = kubeconfig(stub.url(), ca(), "client-certificate: client.crt, client-key: client.key");
        assertThat(version(asFiles)).isEqualTo("v1.34.1");
        assertThat(seen).containsExactly("CN=collector-" + algorithm, "CN=collector-" + algorithm);
    }

    @Test
    void aTokenFileIsReadAgainWhenItWasReplaced() throws Exception {
        start(authority.server(tomorrow, "ip:127.0.0.1"), StubApiServer.ClientCertificate.NONE);
        Path token = Files.writeString(directory.resolve("token"), "first\n");

        try (ApiServer server = open(kubeconfig(stub.url(), ca(), "tokenFile: token"))) {
            version(server);
            Files.writeString(directory.resolve("next"), "second\n");
            Files.move(directory.resolve("next"), token, StandardCopyOption.ATOMIC_MOVE);
            version(server);
            Files.delete(token);
            assertThat(failure(server)).isEqualTo("cannot read the token file " + token + ": no such file");
        }

        assertThat(seen).startsWith("Bearer first", "Bearer second").hasSize(2);
    }

    @Test
    void anExecPluginIsRunAndRunAgainWhenItsTokenIsRefused() throws Exception {
        start(authority.server(tomorrow, "ip:127.0.0.1"), StubApiServer.ClientCertificate.NONE);
        Path plugin = Files.writeString(directory.resolve("plugin"), """
                #!/bin/sh
                echo x >> "$COUNT"
                printf '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"%s-%s"}}' \\
                  "$1" "$(wc -l < "$COUNT" | tr -d ' ')"
                """);
        Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwx------"));
        Path kubeconfig = kubeconfig(stub.url(), ca(), """
                exec: {apiVersion: client.authentication.k8s.io/v1, command: %s, args: [token], interactiveMode: Never,
                       env: [{name: COUNT, value: %s}]}""".formatted(plugin, directory.resolve("count")));

        try (ApiServer server = open(kubeconfig)) {
            version(server);
            String first = seen.get(seen.size() - 1);
            assertThat(first).startsWith("Bearer token-");
            stub.behave("version", (exchange, query) -> {
                String given = exchange.getRequestHeaders().getFirst("Authorization");
                seen.add(given);
                boolean stale = given.equals(first);
                if (stale) {
                    StubApiServer.refusal(exchange, 401, "Unauthorized");
                }
                return stale;
            });

            assertThat(version(server)).isEqualTo("v1.34.1");
            assertThat(seen.get(seen.size() - 1)).startsWith("Bearer token-").isNotEqualTo(first);
        }
    }

    @Test
    void anAuthorityOfItsOwnIsTrustedAsDataAndAsAFile() throws Exception {
        start(authority.server(tomorrow, "ip:127.0.0.1"), StubApiServer.ClientCertificate.NONE);
        Files.writeString(directory.resolve("ca.crt"), authority.pem());

        assertThat(version(kubeconfig(stub.url(), ca(), "token: t"))).isEqualTo("v1.34.1");
        assertThat(version(kubeconfig(stub.url(), "certificate-authority: ca.crt", "token: t")))
                .isEqualTo("v1.34.1");
        assertThat(seen).containsExactly("Bearer t", "Bearer t");
    }

    @Test
    void withoutVerificationAnyCertificateWillDo() throws Exception {
        start(
                new TestAuthority("stranger").server(Instant.now().minusSeconds(60), "elsewhere.example"),
                StubApiServer.ClientCertificate.NONE);

        assertThat(version(kubeconfig(stub.url(), "insecure-skip-tls-verify: true", "token: t")))
                .isEqualTo("v1.34.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void theServersNameInTlsMayBeAnother(String host) throws Exception {
        start(authority.server(tomorrow, "api.internal.example"), StubApiServer.ClientCertificate.NONE);
        String url = stub.url().replace("127.0.0.1", host);

        assertThat(failure(kubeconfig(url, ca(), "token: t")))
                .startsWith("TLS: ")
                .contains(host);
        assertThat(failure(kubeconfig(url, ca() + ", tls-server-name: other.example", "token: t")))
                .startsWith("TLS: ")
                .contains("other.example");
        seen.clear();
        assertThat(version(kubeconfig(url, ca() + ", tls-server-name: api.internal.example", "token: t")))
                .isEqualTo("v1.34.1");
        assertThat(stub.serverNames()).endsWith("api.internal.example");
    }

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
                        "KUBECONFIG: expected a proxy-url that begins with http:// (it is 'socks5://p:1'), got ");
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

    @Test
    void inAPodItsServiceAccountIsUsedAndItsTokenReadAgain() throws Exception {
        start(authority.server(tomorrow, "ip:127.0.0.1"), StubApiServer.ClientCertificate.NONE);
        Path token = Files.writeString(directory.resolve("token"), "first");
        Path certificate = Files.writeString(directory.resolve("ca.crt"), authority.pem());
        Map<String, String> pod = Map.of(
                "kubernetes.auth.serviceAccount.token", token.toString(),
                "kubernetes.certs.ca.file", certificate.toString(),
                "KUBERNETES_SERVICE_HOST", "127.0.0.1",
                "KUBERNETES_SERVICE_PORT", Integer.toString(stub.port()),
                "kubernetes.auth.tryKubeConfig", "false");

        try (SystemProperties properties = new SystemProperties(pod);
                ApiServer server = new KubernetesAccess("", "").open(SHORT)) {
            assertThat(properties.names()).hasSize(5);
            version(server);
            Files.writeString(token, "second");
            version(server);
        }

        assertThat(seen).containsExactly("Bearer first", "Bearer second");
    }

    @Test
    void aStrangersCertificateIsRefusedWithWhatToLookAt() throws Exception {
        start(new TestAuthority("stranger").server(tomorrow, "ip:127.0.0.1"), StubApiServer.ClientCertificate.NONE);

        assertThat(failure(kubeconfig(stub.url(), ca(), "token: t")))
                .isEqualTo("TLS: the server's certificate is not signed by an authority that is trusted here");
    }

    @Test
    void anExpiredCertificateIsRefusedWithItsDate() throws Exception {
        start(
                authority.server(Instant.now().minus(Duration.ofDays(1)), "ip:127.0.0.1"),
                StubApiServer.ClientCertificate.NONE);

        assertThat(failure(kubeconfig(stub.url(), ca(), "token: t")))
                .startsWith("TLS: the server's certificate has expired: NotAfter: ");
    }

    @ParameterizedTest
    @CsvSource({"401,Unauthorized", "403,namespaces is forbidden"})
    void aRefusalIsAReasonOfItsOwn(int code, String message) throws Exception {
        start(authority.server(tomorrow, "ip:127.0.0.1"), StubApiServer.ClientCertificate.NONE);
        stub.behave("version", StubApiServer.refuse(code, message));

        assertThat(failure(kubeconfig(stub.url(), ca(), "token: t"))).isEqualTo(code + " " + message);
    }

    private void start(TestAuthority.Identity server, StubApiServer.ClientCertificate wanted) throws Exception {
        stub = new StubApiServer(authority.context(server), wanted);
        stub.behave("version", (exchange, query) -> {
            String token = exchange.getRequestHeaders().getFirst("Authorization");
            seen.add(token == null ? principal((HttpsExchange) exchange) : token);
            return false;
        });
    }

    private static String principal(HttpsExchange exchange) {
        try {
            return exchange.getSSLSession().getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException e) {
            return "nobody";
        }
    }

    private static String ca() throws Exception {
        return "certificate-authority-data: " + TestAuthority.base64(authority.pem());
    }

    private Path kubeconfig(String url, String cluster, String user) throws IOException {
        return Files.writeString(directory.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: c
                clusters: [{name: c, cluster: {server: "%s", %s}}]
                users: [{name: u, user: {%s}}]
                contexts: [{name: c, context: {cluster: c, user: u}}]
                """.formatted(url, cluster, user.strip()));
    }

    private static ApiServer open(Path kubeconfig) {
        return new KubernetesAccess(kubeconfig.toString(), "").open(SHORT);
    }

    private static String version(Path kubeconfig) throws Exception {
        try (ApiServer server = open(kubeconfig)) {
            return version(server);
        }
    }

    private static String version(Path kubeconfig, Map<String, String> environment) throws Exception {
        try (ApiServer server = new KubernetesAccess(kubeconfig.toString(), "", environment).open(SHORT)) {
            return version(server);
        }
    }

    private static String version(ApiServer server) throws Exception {
        return server.get("version", Budget.of(Duration.ofSeconds(1)), JsonValue::read)
                .at("gitVersion")
                .text();
    }

    private static String failure(Path kubeconfig) {
        try (ApiServer server = open(kubeconfig)) {
            return failure(server);
        }
    }

    private static String failure(ApiServer server) {
        ApiException failure = catchThrowableOfType(ApiException.class, () -> version(server));
        assertThat(failure).isNotNull();
        return failure.reason();
    }
}
