package dev.e2e.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StyleTest {
    @ParameterizedTest
    @CsvSource(ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            ✅ Consumer running (PID: 1)|[ok] Consumer running (PID: 1)
            ⚪ Consumer not running|[--] Consumer not running
            ❌ Consumer not running|[!!] Consumer not running
            ⚠️  Consumer already running|[!]  Consumer already running
            📊 E2E Background Process Status:|E2E Background Process Status:
               📁 Logs: tail -f /tmp/x|     Logs: tail -f /tmp/x
               🕒 Up 3 s, ready|     Up 3 s, ready
            """, delimiter = '|')
    void plainHasWordsForPictures(String line, String plain) {
        assertThat(Style.PLAIN.apply(line)).isEqualTo(plain);
        assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(plain)).isTrue();
        assertThat(Style.EMOJI.apply(line)).isEqualTo(line);
    }

    @Test
    void whatRunsIsGreenAndWhatFailedIsRedInEitherStyle() {
        assertThat(Colours.apply("✅ Consumer running", "[ok] Consumer running"))
                .isEqualTo("\033[32m[ok] Consumer running\033[0m");
        assertThat(Colours.apply("❌ Consumer not running", "❌ Consumer not running"))
                .isEqualTo("\033[31m❌ Consumer not running\033[0m");
        assertThat(Colours.apply("plain", "plain")).isEqualTo("plain");
    }

    @Test
    void anOutputHasPicturesWhereItsEncodingKnowsThem() {
        assertThat(Style.of(StandardCharsets.UTF_8)).isEqualTo(Style.EMOJI);
        assertThat(Style.of(StandardCharsets.US_ASCII)).isEqualTo(Style.PLAIN);
        assertThat(Style.of(Charset.forName("windows-1252"))).isEqualTo(Style.PLAIN);
    }
}
