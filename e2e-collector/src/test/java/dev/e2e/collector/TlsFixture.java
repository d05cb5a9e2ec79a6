package dev.e2e.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsExchange;
import dev.e2e.kubeconfig.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A stub of the API server that speaks TLS, and kubeconfigs for it. */
abstract class TlsFixture {
    static final ApiServer.Patience SHORT =
            new ApiServer.Patience(Duration.ofSeconds(5), new Retry(1, Duration.ofMillis(1)));
    final Instant tomorrow = Instant.now().plus(Duration.ofDays(1));

    static TestAuthority authority;

    @TempDir
    Path directory;

    StubApiServer stub;
    final List<String> seen = new CopyOnWriteArrayList<>();

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

    void start(TestAuthority.Identity server, StubApiServer.ClientCertificate wanted) throws Exception {
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

    static String ca() throws Exception {
        return "certificate-authority-data: " + TestAuthority.base64(authority.pem());
    }

    Path kubeconfig(String url, String cluster, String user) throws IOException {
        return Files.writeString(directory.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: c
                clusters: [{name: c, cluster: {server: "%s", %s}}]
                users: [{name: u, user: {%s}}]
                contexts: [{name: c, context: {cluster: c, user: u}}]
                """.formatted(url, cluster, user.strip()));
    }

    static ApiServer open(Path kubeconfig) {
        return new KubernetesAccess(kubeconfig.toString(), "").open(SHORT);
    }

    static String version(Path kubeconfig) throws Exception {
        try (ApiServer server = open(kubeconfig)) {
            return version(server);
        }
    }

    static String version(Path kubeconfig, Map<String, String> environment) throws Exception {
        try (ApiServer server = new KubernetesAccess(kubeconfig.toString(), "", environment).open(SHORT)) {
            return version(server);
        }
    }

    static String version(ApiServer server) throws Exception {
        return server.get("version", Budget.of(Duration.ofSeconds(1)), JsonValue::read)
                .at("gitVersion")
                .text();
    }

    static String failure(Path kubeconfig) {
        try (ApiServer server = open(kubeconfig)) {
            return failure(server);
        }
    }

    static String failure(ApiServer server) {
        ApiException failure = catchThrowableOfType(ApiException.class, () -> version(server));
        assertThat(failure).isNotNull();
        return failure.reason();
    }
}
