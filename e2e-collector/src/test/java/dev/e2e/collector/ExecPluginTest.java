package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.e2e.kubeconfig.ApiServerAccess;
import dev.e2e.kubeconfig.KubeconfigFiles;
import dev.e2e.kubeconfig.PluginException;
import dev.e2e.kubeconfig.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Credential plugins, as real programs. */
class ExecPluginTest extends TlsFixture {
    private static final String SECRET = "MUST-NOT-BE-SHOWN";

    @BeforeEach
    void startServer() throws Exception {
        start(authority.server(tomorrow, "ip:127.0.0.1"), StubApiServer.ClientCertificate.NONE);
    }

    @Test
    void itIsRunOnceAndAgainWhenItsTokenIsRefused() throws Exception {
        Path kubeconfig = plugin("""
                echo x >> count
                %s""".formatted(prints("token-$(wc -l < count | tr -d ' ')")));

        try (ApiServer server = open(kubeconfig)) {
            assertThat(directory.resolve("count")).doesNotExist();
            version(server);
            version(server);
            assertThat(seen).containsExactly("Bearer token-1", "Bearer token-1");
            refuse("Bearer token-1");

            assertThat(version(server)).isEqualTo("v1.34.1");
            assertThat(seen).endsWith("Bearer token-1", "Bearer token-2");
            assertThat(directory.resolve("count")).content().hasLineCount(2);
        }
    }

    @Test
    void aTokenThatIsNeverAcceptedIsTriedTwice() throws Exception {
        try (ApiServer server = open(plugin("echo x >> count\n" + prints("expired")))) {
            refuse("Bearer expired");

            assertThat(failure(server)).isEqualTo("401 Unauthorized");
            assertThat(directory.resolve("count")).content().hasLineCount(2);
        }
    }

    @Test
    void itsWarningsAreNoPartOfWhatItPrintsAndItIsToldWhatItNeedsToKnow() throws Exception {
        Path kubeconfig = plugin("""
                echo "warning: this version is old" >&2
                [ "$1 $MORE" = "an argument set" ] || exit 7
                printf '%%s' "$KUBERNETES_EXEC_INFO" > info
                %s""".formatted(prints("t")));

        assertThat(version(kubeconfig)).isEqualTo("v1.34.1");
        assertThat(seen).containsExactly("Bearer t");
        JsonValue info = JsonValue.read(Files.newInputStream(directory.resolve("info")));
        assertThat(info.at("apiVersion").text()).isEqualTo("client.authentication.k8s.io/v1");
        assertThat(info.at("spec", "interactive").isTrue(true)).isFalse();
        assertThat(info.at("spec", "cluster", "server").text() + "/").isEqualTo(stub.url());
        assertThat(info.at("spec", "cluster", "certificate-authority-data").text())
                .isEqualTo(TestAuthority.base64(authority.pem()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "echo MUST-NOT-BE-SHOWN; echo; echo 'please log in' >&2; exit 3 | exited with 3: please log in",
                "exit 1 | exited with 1",
                "kill -9 $$ | exited with 137",
                "echo MUST-NOT-BE-SHOWN | printed no ExecCredential, which is JSON",
                "true | printed no ExecCredential of client.authentication.k8s.io/v1",
                "echo '{\"token\":\"MUST-NOT-BE-SHOWN\"}' | printed no ExecCredential of client.authentication.k8s.io/v1",
                "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1beta1\",\"status\":{\"token\":\"MUST-NOT-BE-SHOWN\"}}'"
                        + " | printed no ExecCredential of client.authentication.k8s.io/v1",
                "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"clientKeyData\":\"MUST-NOT-BE-SHOWN\"}}'"
                        + " | returned neither a token nor a certificate with its key"
            })
    void aFailureIsSaidInOneLineAndTheNextRequestRunsItAgain(String script, String reason) throws Exception {
        try (ApiServer server = open(plugin("[ -e mended ] && { %s; exit 0; }%n%s".formatted(prints("t"), script)))) {
            assertThat(failure(server))
                    .isEqualTo("exec plugin './plugin' " + reason)
                    .doesNotContain(SECRET);

            Files.createFile(directory.resolve("mended"));
            assertThat(version(server)).isEqualTo("v1.34.1");
        }
    }

    @Test
    void oneThatIsNotThereIsSaidWithTheHintOfTheKubeconfig() throws Exception {
        Path kubeconfig = kubeconfig(stub.url(), ca(), """
                exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-plugin, interactiveMode: IfAvailable,
                       installHint: "get it from example.com"}""");

        assertThat(failure(kubeconfig))
                .startsWith("exec plugin 'no-such-plugin' cannot be started: ")
                .endsWith("; get it from example.com");
    }

    @Test
    void oneThatWantsATerminalIsNotRun() throws Exception {
        Path kubeconfig = kubeconfig(stub.url(), ca(), """
                exec: {apiVersion: client.authentication.k8s.io/v1, command: "true", interactiveMode: Always}""");

        assertThat(failure(kubeconfig))
                .isEqualTo("exec plugin 'true' wants a terminal (interactiveMode: Always), and there is none here");
    }

    @Test
    void oneThatHangsIsEndedWithWhatItHasStarted() throws Exception {
        Path kubeconfig = plugin("sleep 1000 & echo $! > child; wait");
        ApiServerAccess access =
                ApiServerAccess.of(KubeconfigFiles.find(kubeconfig.toString(), Map.of()), "", Map.of());
        Duration moment = Duration.ofSeconds(2);

        assertThatThrownBy(() -> access.client("test", new ApiServerAccess.Limits(moment, moment, moment)))
                .isInstanceOf(PluginException.class)
                .hasMessage("exec plugin './plugin' did not end within 2 s");
        assertChildEnds();
    }

    @Test
    void oneThatHangsDoesNotDelayTheEnd() throws Exception {
        Path kubeconfig = plugin("sleep 1000 & echo $! > child; wait");
        try (CollectorProcess collector =
                CollectorProcess.start(directory, Map.of("KUBECONFIG", kubeconfig.toString()), "--stdout")) {
            Awaitility.await()
                    .atMost(CollectorProcess.LONG)
                    .until(() ->
                            Files.exists(directory.resolve("child")) && Files.size(directory.resolve("child")) > 1);

            assertThat(collector.terminate()).isLessThan(Duration.ofSeconds(5));
            assertChildEnds();
            assertThat(collector.err()).doesNotContain("cycle failed", "Exception");
        }
    }

    private void assertChildEnds() throws IOException {
        long child = Long.parseLong(Files.readString(directory.resolve("child")).strip());
        Awaitility.await()
                .atMost(CollectorProcess.LONG)
                .until(() ->
                        ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void aCertificateIsShownToo() throws Exception {
        stub.close();
        start(authority.server(tomorrow, "ip:127.0.0.1"), StubApiServer.ClientCertificate.NEEDED);
        TestAuthority.Identity client = authority.identity("plugged-in", "EC");
        Files.writeString(directory.resolve("credential"), """
                {"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":
                  {"clientCertificateData":"%s","clientKeyData":"%s"}}""".formatted(
                client.certificatePem().replace("\n", "\\n"), client.pkcs8().replace("\n", "\\n")));

        assertThat(version(plugin("cat credential"))).isEqualTo("v1.34.1");
        assertThat(seen).containsExactly("CN=plugged-in");
    }

    private void refuse(String token) {
        stub.behave("version", (exchange, query) -> {
            String given = exchange.getRequestHeaders().getFirst("Authorization");
            seen.add(given);
            boolean refused = given.equals(token);
            if (refused) {
                StubAnswers.refusal(exchange, 401, "Unauthorized");
            }
            return refused;
        });
    }

    private static String prints(String token) {
        return "printf '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"token\":\"%%s\"}}' \"%s\""
                .formatted(token);
    }

    /** A kubeconfig that names a plugin by its place beside it. */
    private Path plugin(String script) throws Exception {
        Path plugin =
                Files.writeString(directory.resolve("plugin"), "#!/bin/sh\ncd '%s'\n%s\n".formatted(directory, script));
        Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwx------"));
        return kubeconfig(stub.url(), ca(), """
                exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, args: [an argument],
                       interactiveMode: Never, provideClusterInfo: true, env: [{name: MORE, value: set}]}""");
    }
}
