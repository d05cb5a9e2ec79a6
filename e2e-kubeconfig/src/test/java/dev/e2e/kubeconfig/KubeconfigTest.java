package dev.e2e.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubeconfigTest {
    private static final ApiServerAccess.Limits LIMITS =
            new ApiServerAccess.Limits(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(5));

    @TempDir
    private Path directory;

    @Test
    void whatTheUserSaysIsInTheConfiguration() throws IOException {
        Path file = write("one", """
                current-context: c
                clusters: [{name: c, cluster: {server: "https://api.example:6443/", insecure-skip-tls-verify: true}}]
                users: [{name: u, user: {username: me, password: 0123, as: other, as-groups: [one, two]}}]
                contexts: [{name: c, context: {cluster: c, user: u, namespace: shop}}]
                """);

        Config config = access(file.toString(), "").config("agent", LIMITS);

        assertThat(config.getMasterUrl()).isEqualTo("https://api.example:6443/");
        assertThat(config.isTrustCerts()).isTrue();
        assertThat(config.getUsername()).isEqualTo("me");
        assertThat(config.getPassword()).isEqualTo("0123");
        assertThat(config.getImpersonateUsername()).isEqualTo("other");
        assertThat(config.getImpersonateGroups()).containsExactly("one", "two");
        assertThat(config.getNamespace()).isEqualTo("shop");
        assertThat(config.getUserAgent()).isEqualTo("agent");
        assertThat(config.getRequestTimeout()).isEqualTo(2000);
    }

    @Test
    void anOpenIdTokenIsUsedAndRenewedInItsOwnFile() throws IOException {
        Path file = write("one", """
                current-context: c
                clusters: [{name: c, cluster: {server: "https://api.example"}}]
                users: [{name: u, user: {auth-provider: {name: oidc, config: {id-token: abc, client-id: x}}}}]
                contexts: [{name: c, context: {cluster: c, user: u}}]
                """);

        Config config = access(file.toString(), "").config("agent", LIMITS);

        assertThat(config.getAutoOAuthToken()).isEqualTo("abc");
        assertThat(config.getAuthProvider().getName()).isEqualTo("oidc");
        assertThat(config.getFileWithAuthInfo()).isEqualTo(file.toFile());
    }

    @Test
    void theFirstFileThatNamesSomethingCounts() throws IOException {
        Path one = write("one", "users: [{name: u, user: {token: first}}]\ncurrent-context: c\n");
        Path two = write("two", """
                current-context: nowhere
                clusters: [{name: c, cluster: {server: "https://api.example"}}]
                users: [{name: u, user: {token: second}}]
                contexts: [{name: c, context: {cluster: c, user: u}}]
                """);

        ApiServerAccess access = access(one + File.pathSeparator + two, "");

        assertThat(access.context()).isEqualTo("c");
        assertThat(access.config("agent", LIMITS).getOauthToken()).isEqualTo("first");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clusters: 5 | 'clusters' should be a list",
                "clusters: [5] | 'each of clusters' should be a mapping",
                "clusters: [{cluster: {}}] | 'name' is missing",
                "users: [{name: u, user: SECRET}] | 'user' should be a mapping",
                "current-context: [SECRET] | 'current-context' should be a text",
                "users: [{name: u}, {name: u}] | 'users' has 'u' twice",
                "users: SECRET: a | line 1: mapping values are not allowed here",
                "{a: 1, a: SECRET} | line 1: found duplicate key a",
                "[SECRET] | it should be a mapping",
                "SECRET | it should be a mapping"
            })
    void aFileOfAnotherShapeIsRefusedByWhatIsWrongAndNotByWhatStandsThere(String text, String reason)
            throws IOException {
        Path file = write("bad", text);

        assertThatThrownBy(() -> access(file.toString(), ""))
                .isInstanceOf(KubeconfigException.class)
                .hasMessage(file + " cannot be read as a kubeconfig: " + reason);
    }

    @Test
    void aServerWithoutASchemeIsSpokenToInTlsWhereTheUserHasACertificate() throws IOException {
        Path file = write("one", """
                current-context: c
                clusters: [{name: c, cluster: {server: "api.example:6443"}}]
                users: [{name: u, user: {client-certificate: my.crt}}, {name: v, user: {token: t}}]
                contexts: [{name: c, context: {cluster: c, user: u}}, {name: d, context: {cluster: c, user: v}}]
                """);

        assertThat(access(file.toString(), "").server()).isEqualTo("https://api.example:6443");
        assertThat(access(file.toString(), "d").server()).isEqualTo("http://api.example:6443");
    }

    @Test
    void aPodHasItsServiceAccountAndNoContexts() throws IOException {
        write("token", "t");
        write("namespace", "shop\n");
        Map<String, String> pod = Map.of(
                "HOME",
                directory.toString(),
                KubeconfigFiles.SERVICE_HOST,
                "fd00::1",
                KubeconfigFiles.SERVICE_PORT,
                "443");
        KubeconfigFiles files = KubeconfigFiles.find("", pod, directory);

        ApiServerAccess access = ApiServerAccess.of(files, "", pod);

        assertThat(access.context()).isEqualTo("in-cluster");
        assertThat(access.server()).isEqualTo("https://[fd00::1]:443");
        assertThat(access.namespace()).isEqualTo("shop");
        assertThatThrownBy(() -> ApiServerAccess.of(files, "some", pod))
                .hasMessage("context 'some' is not there: a pod without a kubeconfig has none");
        assertThatThrownBy(() -> ApiServerAccess.of(files, "", Map.of()))
                .hasMessageContaining("KUBERNETES_SERVICE_HOST");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static ApiServerAccess access(String files, String context) {
        return ApiServerAccess.of(KubeconfigFiles.find(files, Map.of()), context, Map.of());
    }
}
