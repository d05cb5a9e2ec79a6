package dev.e2e.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Settings as they are given on the command line. */
class OptionsTest {
    private static final Setting<String> TOPIC = Setting.text("KAFKA_TOPIC", "topic", "cluster-info");
    private static final Setting<Boolean> WATCH = Setting.flag("WATCH", "watches");
    private static final Setting<Boolean> ONCE = Setting.flag("--once", "once only");
    private static final Setting<Duration> WITHIN =
            Setting.duration("--within", "time", "").optional();
    private static final Setting<Integer> PORTS =
            Setting.port("--port", "port", "").repeated();

    @Test
    void anOptionCountsMoreThanTheVariableAndThisMoreThanTheDefault() {
        Map<String, String> environment = Map.of("KAFKA_TOPIC", "from-environment");

        assertThat(read(Map.of()).get(TOPIC)).isEqualTo("cluster-info");
        assertThat(read(environment).get(TOPIC)).isEqualTo("from-environment");
        assertThat(read(environment, "--kafka-topic", "from-option").get(TOPIC)).isEqualTo("from-option");
        assertThat(read(environment, "--kafka-topic=\"a=b\"").get(TOPIC)).isEqualTo("\"a=b\"");
    }

    @Test
    void aFlagNeedsNoValue() {
        assertThat(read(Map.of()).get(ONCE)).isFalse();
        assertThat(read(Map.of(), "--once").get(ONCE)).isTrue();
        assertThat(read(Map.of("WATCH", "true")).get(WATCH)).isTrue();
        assertThat(read(Map.of("WATCH", "false"), "--watch").get(WATCH)).isTrue();
        assertRefused(Map.of("WATCH", "yes"), "WATCH: expected true or false, got 'yes'");
    }

    @Test
    void whatMayBeLeftOutIsAbsentThen() {
        assertThat(read(Map.of()).find(WITHIN)).isEmpty();
        assertThat(read(Map.of(), "--within", "2m").find(WITHIN)).contains(Duration.ofMinutes(2));
    }

    @Test
    void whatMayBeRepeatedKeepsItsOrder() {
        assertThat(read(Map.of()).all(PORTS)).isEmpty();
        assertThat(read(Map.of(), "--port", "9", "--once", "--port=7").all(PORTS))
                .containsExactly(9, 7);
    }

    @Test
    void noVariableGivesWhatIsAnOptionOnly() {
        assertThat(read(Map.of("--once", "true")).get(ONCE)).isFalse();
    }

    @Test
    void refusalsNameTheOption() {
        assertRefused(
                Map.of(),
                "--port: expected a port from 0 (any free one) to 65535, got 'x'\n"
                        + "--port: expected a port from 0 (any free one) to 65535, got '-1'",
                "--port=x",
                "--port",
                "1",
                "--port=-1");
        assertRefused(Map.of(), "--kafka-topic: expected once, got 'a' and 'b'", "--kafka-topic=a", "--kafka-topic=b");
        assertRefused(Map.of(), "--kafka-topic: expected a value; try --help", "--kafka-topic");
        assertRefused(Map.of(), "--kafka-topic: expected a value, got ''", "--kafka-topic=");
        assertRefused(Map.of(), "unknown argument '--once=yes'; try --help", "--once=yes");
        assertRefused(Map.of(), "unknown argument '--KAFKA_TOPIC'; try --help", "--KAFKA_TOPIC", "a");
        assertRefused(Map.of(), "unknown argument 'stray'; try --help", "--once", "--", "stray");
    }

    @Test
    void aNameIsAVariableOrAnOption() {
        assertThatThrownBy(() -> Setting.flag("-once", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Setting.flag("once", "")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Settings read(Map<String, String> environment, String... arguments) {
        return Settings.read(List.of(TOPIC, WATCH, ONCE, WITHIN, PORTS), environment, arguments);
    }

    private static void assertRefused(Map<String, String> environment, String message, String... arguments) {
        assertThatThrownBy(() -> read(environment, arguments))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage(message.replace("\n", System.lineSeparator()));
    }
}
