package dev.e2e.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusRangesTest {
    @Test
    void holdsSingleCodesAndRangesWithBothEnds() {
        StatusRanges ranges = StatusRanges.parse("200-299, 401");

        assertThat(ranges.contain(199)).isFalse();
        assertThat(ranges.contain(200)).isTrue();
        assertThat(ranges.contain(299)).isTrue();
        assertThat(ranges.contain(300)).isFalse();
        assertThat(ranges.contain(401)).isTrue();
        assertThat(ranges).hasToString("200-299,401").isEqualTo(StatusRanges.parse(ranges.toString()));
    }

    @Test
    void isByDefaultWhatKubernetesTakes() {
        assertThat(StatusRanges.DEFAULT).isEqualTo(StatusRanges.parse("200-399"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "ok", "2xx", "200-", "-200", "300-200", "20", "1000", "200,,204", "200 204", "099"})
    void saysWhatItExpectedInsteadOfAnythingElse(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StatusRanges.parse(text))
                .withMessage("expected status codes or ranges such as 200-399 or 200,204, got '%s'", text);
    }
}
