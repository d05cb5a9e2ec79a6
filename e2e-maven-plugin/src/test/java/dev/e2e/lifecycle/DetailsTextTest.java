package dev.e2e.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetailsTextTest {
    @Test
    void theCollectorsLastCycleAndWhenTheNextOneIs() {
        assertThat(
                        DetailsText.lines(
                                "{\"last_cycle\":{\"status\":\"partial\",\"objects\":1,\"duration_ms\":2300},\"next_in_seconds\":42}"))
                .containsExactly("   🔄 Last cycle: partial, 1 object in 2.3 s; next in 42 s");
    }

    @Test
    void howFarTheConsumerIsBehindAndWhatItDropped() {
        assertThat(DetailsText.lines("{\"lag\":1200,\"lag_seconds\":2.3,\"duplicates\":1,\"dead_letters\":2}"))
                .containsExactly("   📥 Lag: 1,200 records, 2.3 s behind; 1 duplicate; 2 dead letters");
        assertThat(DetailsText.lines("{\"lag\":0,\"lag_seconds\":0.0,\"duplicates\":0,\"dead_letters\":0}"))
                .containsExactly("   📥 Lag: 0 records");
        assertThat(DetailsText.lines("{\"lag\":1}")).containsExactly("   📥 Lag: 1 record");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not JSON",
                "[]",
                "null",
                "{\"last_verified\":{}}",
                "{\"lag\":\"much\"}",
                "{\"lag\":{}}",
                "{\"last_cycle\":{\"objects\":[]}}"
            })
    void whatIsNotAsExpectedIsLeftOut(String details) {
        assertThat(DetailsText.lines(details)).isEmpty();
    }
}
