package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.e2e.kubeconfig.TestAuthority;
import dev.e2e.runtime.InvalidSettingsException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the collector proves who it is, and finds out whom it talks to, against a server that speaks TLS. */
class AuthenticationTest extends TlsFixture {
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
    void pathsAreBesideTheFileInWhichTheyStand() throws Exception {
        start(authority.server(tomorrow, "ip:127.0.0.1"), StubApiServer.ClientCertificate.NEEDED);
        TestAuthority.Identity client = authority.identity("collector", "RSA");
        Path clusters = Files.createDirectories(directory.resolve("clusters"));
        Path users = Files.createDirectories(directory.resolve("users/mine"));
        Files.writeString(clusters.resolve("ca.crt"), authority.pem());
        Files.writeString(users.resolve("my.crt"), client.certificatePem());
        Files.writeString(users.resolve("my.key"), client.pkcs8());
        Path context = Files.writeString(directory.resolve("context"), """
                current-context: c
                contexts: [{name: c, context: {cluster: c, user: u}}, {name: other, context: {cluster: o, user: o}}]
                """);
        Path cluster = Files.writeString(clusters.resolve("config"), """
                current-context: other
                clusters: [{name: c, cluster: {server: "%s", certificate-authority: ca.crt}}]
                """.formatted(stub.url()));
        Path user = Files.writeString(users.resolve("config"), """
                clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
                users: [{name: u, user: {client-certificate: my.crt, client-key: ../mine/my.key}}]
                """);

        String files = context + File.pathSeparator + cluster + File.pathSeparator + user;
        try (ApiServer server = new KubernetesAccess(files, "").open(SHORT)) {
            assertThat(version(server)).isEqualTo("v1.34.1");
        }
        assertThat(seen).containsExactly("CN=collector");
    }

    @ParameterizedTest
    @CsvSource({
        "ENCRYPTED PRIVATE KEY,''",
        "RSA PRIVATE KEY,'Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF\n\n'",
        "EC PRIVATE KEY,'Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF\n\n'"
    })
    void anEncryptedKeyIsRefusedAsOne(String type, String head) throws Exception {
        TestAuthority.Identity client = authority.identity("collector", "RSA");
        String key = "-----BEGIN %1$s-----\n%2$s%3$s\n-----END %1$s-----\n"
                .formatted(type, head.replace("\\n", "\n"), TestAuthority.base64("x".repeat(300)));
        Files.writeString(directory.resolve("client.crt"), client.certificatePem());
        Files.writeString(directory.resolve("client.key"), key);
        Path asFile = kubeconfig("https://127.0.0.1:1", ca(), "client-certificate: client.crt, client-key: client.key");
        assertThatThrownBy(() -> open(asFile))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage(
                        "KUBECONFIG: expected a kubeconfig that can be used: the client key has a password (%s), which kubectl cannot use either; it has to be one without",
                        directory.resolve("client.key"));

        Path asData = kubeconfig("https://127.0.0.1:1", ca(), """
                client-certificate-data: %s, client-key-data: %s""".formatted(
                        TestAuthority.base64(client.certificatePem()), TestAuthority.base64(key)));
        assertThatThrownBy(() -> open(asData))
                .hasMessage(
                        "KUBECONFIG: expected a kubeconfig that can be used: the client key has a password (client-key-data), which kubectl cannot use either; it has to be one without");
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
    void inAPodItsServiceAccountIsUsedAndItsTokenReadAgain() throws Exception {
        start(authority.server(tomorrow, "ip:127.0.0.1"), StubApiServer.ClientCertificate.NONE);
        Path token = Files.writeString(directory.resolve("token"), "first");
        Files.writeString(directory.resolve("ca.crt"), authority.pem());
        Map<String, String> pod = Map.of(
                "HOME", directory.toString(),
                "KUBERNETES_SERVICE_HOST", "127.0.0.1",
                "KUBERNETES_SERVICE_PORT", Integer.toString(stub.port()));

        try (ApiServer server = new KubernetesAccess("", "", pod, directory).open(SHORT)) {
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
        stub.behave("version", StubAnswers.refuse(code, message));

        assertThat(failure(kubeconfig(stub.url(), ca(), "token: t"))).isEqualTo(code + " " + message);
    }
}
