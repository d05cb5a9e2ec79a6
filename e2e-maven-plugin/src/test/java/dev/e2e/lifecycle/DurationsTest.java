package dev.e2e.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({"90s,90000", "2m,120000", "500ms,500", "15,15000", "1h,3600000"})
    void readsWhatPeopleWrite(String text, long millis) {
        assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "", "-5s", "0", "1.5s", "99999999999"})
    void refusesTheRest(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a duration such as 90s, 2m or 500ms, got '" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "350,350 ms",
        "2300,2.3 s",
        "15000,15 s",
        "60000,1 min",
        "245000,4 min 5 s",
        "12000000,3 h 20 min",
        "7200000,2 h"
    })
    void writesWhatPeopleRead(long millis, String text) {
        assertThat(Durations.text(Duration.ofMillis(millis))).isEqualTo(text);
    }
}
