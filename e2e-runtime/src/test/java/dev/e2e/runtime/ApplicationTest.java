package dev.e2e.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationTest {
    private static final Setting<Duration> INTERVAL = Setting.duration("COLLECTION_INTERVAL", "the beat", "60s");
    private final Application application = new Application("demo", "shows the frame", List.of(INTERVAL));
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void helpListsEverySettingWithItsDefault() {
        assertThat(run(Map.of(), "--help")).isZero();
        assertThat(text(out))
                .contains("demo: shows the frame")
                .containsPattern("COLLECTION_INTERVAL +the beat \\(default 60s\\)")
                .containsPattern("(?m)^  --version +prints the version$")
                .contains("LOG_LEVEL", "HTTP_PORT");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void versionIsOneLine() {
        assertThat(run(Map.of(), "--version")).isZero();
        assertThat(text(out).strip()).startsWith("demo ").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--verbose", "-v", "now", "--collection", "--version=1"})
    void anUnknownArgumentIsRefused(String argument) {
        assertThat(run(Map.of(), argument)).isEqualTo(2);
        assertThat(text(err).strip()).isEqualTo("unknown argument '" + argument + "'; try --help");
    }

    @Test
    void helpAndVersionNeedNoUsableSettings() {
        assertThat(run(Map.of("COLLECTION_INTERVAL", "soon"), "--help")).isZero();
        assertThat(run(Map.of("COLLECTION_INTERVAL", "soon"), "--version")).isZero();
    }

    @Test
    void theBodysExitCodeIsTheApplications() {
        int code = application.run(
                new String[] {"--collection-interval", "5s"},
                Map.of(),
                stream(out),
                stream(err),
                (settings, shutdown) -> (int) settings.get(INTERVAL).toSeconds(),
                new Shutdown());

        assertThat(code).isEqualTo(5);
    }

    @Test
    void aBadSettingExitsWithTwoBeforeTheBodyRuns() {
        assertThat(run(Map.of("COLLECTION_INTERVAL", "soon"))).isEqualTo(2);
        assertThat(text(err).strip())
                .isEqualTo("COLLECTION_INTERVAL: expected a duration such as 60s or 2m, got 'soon'");
    }

    @Test
    void aFailingBodyExitsWithOne() {
        int code = application.run(
                new String[0],
                Map.of(),
                stream(out),
                stream(err),
                (settings, shutdown) -> {
                    throw new IllegalStateException("on purpose");
                },
                new Shutdown());

        assertThat(code).isEqualTo(1);
    }

    @Test
    void theBodySeesTheRequestToEnd() {
        Shutdown shutdown = new Shutdown();
        int code = application.run(
                new String[0],
                Map.of(),
                stream(out),
                stream(err),
                (settings, requested) -> {
                    requested.request();
                    requested.await();
                    return Application.OK;
                },
                shutdown);

        assertThat(code).isZero();
        assertThat(shutdown.isRequested()).isTrue();
    }

    private int run(Map<String, String> environment, String... arguments) {
        return application.run(
                arguments,
                environment,
                stream(out),
                stream(err),
                (settings, shutdown) -> {
                    throw new AssertionError("the body must not run");
                },
                new Shutdown());
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
