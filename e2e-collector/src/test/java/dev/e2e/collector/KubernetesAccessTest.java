package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.e2e.runtime.InvalidSettingsException;
import dev.e2e.runtime.Setting;
import dev.e2e.runtime.Settings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesAccessTest {
    @TempDir
    private Path directory;

    private Path one;
    private Path two;

    @BeforeEach
    void write() throws IOException {
        one = TestObjects.kubeconfig(directory.resolve("one"), "first", "http://127.0.0.1:1111");
        two = TestObjects.kubeconfig(directory.resolve("two"), "second", "http://127.0.0.1:2222");
    }

    @Test
    void aFileLeadsToItsCurrentContext() {
        assertThat(url(one.toString(), "")).isEqualTo("http://127.0.0.1:1111/");
    }

    @Test
    void severalFilesAreMergedAndTheFirstOnesContextCounts() {
        String both = one + File.pathSeparator + two;

        assertThat(url(both, "")).isEqualTo("http://127.0.0.1:1111/");
        assertThat(url(both, "second")).isEqualTo("http://127.0.0.1:2222/");
        assertThat(url(two + File.pathSeparator + one, "")).isEqualTo("http://127.0.0.1:2222/");
    }

    @Test
    void aClusterOfOneFileAndAContextOfAnotherComeTogether() throws IOException {
        Path context = Files.writeString(directory.resolve("context"), """
                apiVersion: v1
                kind: Config
                current-context: mixed
                contexts: [{name: mixed, context: {cluster: second, user: first}}]
                """);

        assertThat(url(context + File.pathSeparator + one + File.pathSeparator + two, ""))
                .isEqualTo("http://127.0.0.1:2222/");
    }

    @Test
    void anExecPluginIsRead() throws IOException {
        Path file = Files.writeString(directory.resolve("exec"), """
                apiVersion: v1
                kind: Config
                current-context: c
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:3333", proxy-url: ""}}]
                users: [{name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: "true"}}}]
                contexts: [{name: c, context: {cluster: c, user: u}}]
                """);

        assertThat(url(file.toString(), "")).isEqualTo("http://127.0.0.1:3333/");
    }

    @Test
    void aContextThatDoesNotExistIsRefusedWithThoseThatDo() {
        assertThatThrownBy(() -> url(one.toString(), "third"))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage(
                        "KUBECONFIG: expected a kubeconfig that can be used: context 'third' is not in %s, which has first",
                        one);
        assertThatThrownBy(() -> url(one + File.pathSeparator + two, "third"))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("'third'")
                .hasMessageEndingWith(", which has first, second");
    }

    @Test
    void aMissingFileIsLeftOutAsKubectlDoesUnlessAllAreMissing() {
        Path missing = directory.resolve("missing");

        assertThat(KubernetesAccess.existingFiles(missing + File.pathSeparator + one))
                .isEqualTo(one.toString());
        assertThatThrownBy(() -> read(missing.toString()))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageStartingWith("KUBECONFIG: expected a file that exists")
                .hasMessageEndingWith("got '" + missing + "'");
        assertThatThrownBy(() -> read(directory.toString())).hasMessageStartingWith("KUBECONFIG: expected a file");
    }

    @Test
    void aFileThatIsNoKubeconfigIsRefusedByName() throws IOException {
        for (String content : List.of("just text", "{a: [", "", "foo: bar", "apiVersion: v1\nkind: Config\n")) {
            Path bad = Files.writeString(directory.resolve("bad"), content);

            assertThatThrownBy(() -> url(bad.toString(), ""))
                    .as(content)
                    .isInstanceOf(InvalidSettingsException.class)
                    .hasMessageStartingWith("KUBECONFIG: expected a kubeconfig that can be used: ")
                    .hasMessageContaining(bad.toString());
        }
    }

    @Test
    void amongSeveralFilesTheBadOneIsNamed() throws IOException {
        Path bad = Files.writeString(directory.resolve("bad"), "{a: [");

        assertThatThrownBy(() -> url(one + File.pathSeparator + bad, ""))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageStartingWith("KUBECONFIG: expected a kubeconfig that can be used: " + bad
                        + " cannot be read as a kubeconfig: line 1: ");
    }

    @Test
    void aClusterThatIsInNoFileIsRefusedByName() throws IOException {
        Path file = Files.writeString(directory.resolve("orphan"), """
                current-context: c
                contexts: [{name: c, context: {cluster: nowhere, user: u}}]
                """);

        assertThatThrownBy(() -> url(file.toString(), ""))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage(
                        "KUBECONFIG: expected a kubeconfig that can be used: context 'c' names the cluster 'nowhere', which is not in "
                                + file);
    }

    @ParameterizedTest
    @CsvSource({
        "api.example:8080, , http://api.example:8080/",
        "api.example, , http://api.example/",
        "'[::1]:6443', insecure-skip-tls-verify: true, 'https://[::1]:6443/'",
        "api.example:6443/, insecure-skip-tls-verify: true, https://api.example:6443/",
        "api.example, certificate-authority-data: Cg==, https://api.example/",
        "api.example, certificate-authority: ca.crt, https://api.example/",
        "http://api.example, insecure-skip-tls-verify: true, http://api.example/",
        "'https://[::1]:6443', , 'https://[::1]:6443/'",
        "https://api.example/k8s/clusters/c-1, , https://api.example/k8s/clusters/c-1/"
    })
    void aServerMayBeWrittenInSeveralWays(String server, String rest, String url) throws IOException {
        Files.writeString(directory.resolve("ca.crt"), "\n");
        assertThat(url(cluster(server, rest == null ? "" : ", " + rest).toString(), ""))
                .isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://api.example", "https://", "https:// api", "api.example/path", "api.example:port", ""})
    void aServerThatIsNoUrlIsRefused(String server) throws IOException {
        String file = cluster(server, "").toString();

        assertThatThrownBy(() -> url(file, ""))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageStartingWith(
                        "KUBECONFIG: expected a kubeconfig that can be used: the server of cluster 'c' should be a URL, or a host and a port, and is '"
                                + server);
    }

    private Path cluster(String server, String rest) throws IOException {
        return Files.writeString(directory.resolve("cluster"), """
                current-context: c
                clusters: [{name: c, cluster: {server: "%s"%s}}]
                contexts: [{name: c, context: {cluster: c, user: u}}]
                """.formatted(server, rest));
    }

    @Test
    void certificatesThatAreNoneAreRefused() throws IOException {
        Path bad = Files.writeString(directory.resolve("certificate"), """
                apiVersion: v1
                kind: Config
                current-context: c
                clusters: [{name: c, cluster: {server: "https://127.0.0.1:3333"}}]
                users: [{name: c, user: {client-certificate-data: bm9uZQ==, client-key-data: bm9uZQ==}}]
                contexts: [{name: c, context: {cluster: c, user: c}}]
                """);

        assertThatThrownBy(() -> url(bad.toString(), ""))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageStartingWith(
                        "KUBECONFIG: expected a kubeconfig that can be used: its certificates or keys cannot be used: ");
    }

    private static void read(String kubeconfig) {
        List<Setting<?>> settings = List.of(CollectorMain.KUBECONFIG);
        Settings.read(settings, Map.of("KUBECONFIG", kubeconfig));
    }

    private static String url(String kubeconfig, String context) {
        try (ApiServer server = new KubernetesAccess(kubeconfig, context).open(ApiServer.Patience.USUAL)) {
            return server.url();
        }
    }
}
