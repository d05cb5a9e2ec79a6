package dev.e2e.consumer;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.junit.jupiter.api.Tag;

/**
 * The record reader against Jazzer, which is guided by what of the code is reached: {@code mvn verify -Pfuzz} runs it for
 * a minute, as CI does.
 */
@Tag("fuzz")
class RecordReaderFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void bytesOfStrangers(FuzzedDataProvider data) {
        SampleRecord seed = HostileRecords.SEEDS.get(data.consumeInt(0, HostileRecords.SEEDS.size() - 1));
        for (String header : List.of("schema", "snapshot-id", "cluster", "type", "kind", "seq")) {
            if (data.consumeProbabilityFloat() < 0.1) {
                seed = seed.withHeader(header, data.consumeString(40));
            }
        }
        int cut = data.consumeInt(0, seed.value().length);
        int resumed = data.consumeInt(cut, seed.value().length);
        HostileRecords.read(
                seed.withValue(HostileRecords.spliced(seed.value(), cut, data.consumeBytes(2_000), resumed)));
        HostileRecords.read(SampleRecord.versionOne("").withValue(data.consumeRemainingAsBytes()));
    }
}
