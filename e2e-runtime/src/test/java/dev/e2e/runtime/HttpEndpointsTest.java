package dev.e2e.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpEndpointsTest {
    private final AtomicReference<String> unready = new AtomicReference<>("no partition assigned");
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpEndpoints endpoints;

    @BeforeEach
    void start() throws IOException {
        endpoints = HttpEndpoints.start(
                0, new HttpEndpoints.Sources(() -> "", unready::get, () -> "{\"lag\":0}", new PrometheusRegistry()));
    }

    @AfterEach
    void stop() {
        endpoints.close();
    }

    @Test
    void readinessFollowsItsSourceAndSaysTheReason() throws Exception {
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").body()).isEqualTo("no partition assigned\n");

        unready.set("");

        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        assertThat(get("/healthz").body()).isEqualTo("ok\n");
    }

    @Test
    void statusIsJsonAndMetricsAreText() throws Exception {
        assertThat(get("/status").headers().firstValue("Content-Type")).hasValue("application/json; charset=utf-8");
        assertThat(get("/status").body()).isEqualTo("{\"lag\":0}");
        assertThat(get("/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void anythingElseIsNotFound() throws Exception {
        assertThat(get("/statusx").statusCode()).isEqualTo(404);
        assertThat(client.send(
                                HttpRequest.newBuilder(URI.create(endpoints.url() + "/healthz"))
                                        .DELETE()
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void aTakenPortIsRefusedByName() {
        int taken = URI.create(endpoints.url()).getPort();
        HttpEndpoints.Sources sources =
                new HttpEndpoints.Sources(() -> "", () -> "", () -> "{}", new PrometheusRegistry());

        assertThatThrownBy(() -> HttpEndpoints.start(taken, sources))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage("HTTP_PORT: expected a free port or 0, got '" + taken + "', which is taken");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(endpoints.url() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
