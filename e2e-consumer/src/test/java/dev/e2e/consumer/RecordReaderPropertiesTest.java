package dev.e2e.consumer;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** {@link RecordReaderFuzzTest} by chance alone, for a few seconds. */
class RecordReaderPropertiesTest {
    @Property(tries = 20_000)
    void bytesThatWereChangedOnTheWay(
            @ForAll @IntRange(max = 4) int seed,
            @ForAll @IntRange(max = 2_000) int place,
            @ForAll @IntRange(max = 40) int removed,
            @ForAll byte[] inserted) {
        SampleRecord record = HostileRecords.SEEDS.get(seed);
        int cut = Math.min(place, record.value().length);
        int resumed = Math.min(cut + removed, record.value().length);
        HostileRecords.read(record.withValue(HostileRecords.spliced(record.value(), cut, inserted, resumed)));
    }
}
