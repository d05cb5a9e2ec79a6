package dev.e2e.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final Setting<Duration> INTERVAL = Setting.duration("COLLECTION_INTERVAL", "beat", "60s");
    private static final Setting<Integer> PORT = Setting.port("HTTP_PORT", "port", "0");
    private static final Setting<String> BROKERS =
            Setting.bootstrapServers("KAFKA_BROKERS", "brokers", "localhost:9092");
    private static final Setting<LogLevel> LEVEL = Setting.choice("LOG_LEVEL", "level", LogLevel.class, "info");

    @Test
    void usesDefaultsForWhatIsUnsetOrBlank() {
        Settings settings = Settings.read(List.of(INTERVAL, PORT, BROKERS, LEVEL), Map.of("COLLECTION_INTERVAL", "  "));

        assertThat(settings.get(INTERVAL)).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.get(PORT)).isZero();
        assertThat(settings.get(BROKERS)).isEqualTo("localhost:9092");
        assertThat(settings.get(LEVEL)).isEqualTo(LogLevel.INFO);
    }

    @ParameterizedTest
    @CsvSource({"500ms,500", "90s,90000", "2m,120000", "1h,3600000", "45,45000", "' 7 s ',7000"})
    void readsDurations(String text, long millis) {
        assertThat(Settings.read(List.of(INTERVAL), Map.of("COLLECTION_INTERVAL", text))
                        .get(INTERVAL))
                .isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1s", "1.5s", "60 sec", "99999999999s"})
    void refusesWhatIsNoDurationByName(String text) {
        assertThatThrownBy(() -> Settings.read(List.of(INTERVAL), Map.of("COLLECTION_INTERVAL", text)))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage("COLLECTION_INTERVAL: expected a duration such as 60s or 2m, got '" + text + "'");
    }

    @Test
    void refusesZeroSinceABeatOfZeroIsNone() {
        assertThatThrownBy(() -> Settings.read(List.of(INTERVAL), Map.of("COLLECTION_INTERVAL", "0s")))
                .hasMessageContaining("above zero")
                .hasMessageContaining("'0s'");
    }

    @Test
    void namesEveryProblemAtOnce() {
        Map<String, String> environment =
                Map.of("HTTP_PORT", "70000", "KAFKA_BROKERS", "localhost", "LOG_LEVEL", "loud");

        assertThatThrownBy(() -> Settings.read(List.of(PORT, BROKERS, LEVEL), environment))
                .hasMessageContaining("HTTP_PORT: expected a port from 0 (any free one) to 65535, got '70000'")
                .hasMessageContaining(
                        "KAFKA_BROKERS: expected host:port, or several separated by commas, got 'localhost'")
                .hasMessageContaining("LOG_LEVEL: expected one of trace, debug, info, warn, error, got 'loud'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:9092", "a:1,b:2", "[::1]:9092", "kafka-0.kafka.svc:9093"})
    void acceptsBootstrapServers(String text) {
        assertThat(Settings.read(List.of(BROKERS), Map.of("KAFKA_BROKERS", text))
                        .get(BROKERS))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", ":9092", "a:0", "a:65536", "a:99999", "a:1,", "a:1;b:2", "::1:9092", "http://a:1"})
    void refusesBootstrapServersThatNoClientCouldUse(String text) {
        assertThatThrownBy(() -> Settings.read(List.of(BROKERS), Map.of("KAFKA_BROKERS", text)))
                .hasMessage("KAFKA_BROKERS: expected host:port, or several separated by commas, got '" + text + "'");
    }

    @Test
    void aSettingThatWasNotDeclaredIsAProgrammingError() {
        Settings settings = Settings.read(List.of(PORT), Map.of());

        assertThatThrownBy(() -> settings.get(INTERVAL)).isInstanceOf(IllegalStateException.class);
    }
}
