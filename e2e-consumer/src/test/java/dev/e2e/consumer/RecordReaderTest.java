package dev.e2e.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordReaderTest {
    private final RecordReader reader = new RecordReader();

    @Test
    void readsTheRecordsOfASnapshot() throws Exception {
        SampleSnapshot snapshot = SampleSnapshot.small("cluster-a").error("Secret", 0, "time-out");
        List<SampleRecord> records = snapshot.records();

        assertThat(read(records.get(0))).isEqualTo(new Message.Begin(id(snapshot, 0), SampleSnapshot.COLLECTED_AT));
        assertThat(read(records.get(1))).isEqualTo(new Message.Chunk(id(snapshot, 1), "Pod", 2));
        assertThat(read(records.get(4))).isInstanceOfSatisfying(Message.End.class, end -> {
            assertThat(end.id()).isEqualTo(id(snapshot, 4));
            assertThat(end.collectedAt()).isEqualTo(SampleSnapshot.COLLECTED_AT);
            assertThat(end.kinds().get("Pod").count()).isEqualTo(3);
            assertThat(end.errors()).containsExactly(new CollectionError("Secret", 0, "time-out"));
        });
    }

    @Test
    void readsAChangeAfterASnapshot() throws Exception {
        SampleSnapshot snapshot = SampleSnapshot.small("cluster-a");
        SampleRecord delta = snapshot.delta(5);

        assertThat(read(delta)).isEqualTo(new Message.Delta(id(snapshot, 5), "Namespace", "ADDED"));
        assertThatThrownBy(() -> read(delta.replacing("\"event\":\"ADDED\",", "")))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessage("field 'event' is missing");
    }

    @Test
    void fieldsOfALaterMinorVersionAreSkipped() throws Exception {
        SampleRecord begin = SampleSnapshot.small("cluster-a").records().get(0);

        assertThat(read(begin.replacing("\"seq\":0", "\"new\":{\"items\":[[1,{\"seq\":9}]]},\"seq\":0")
                        .withHeader("traceparent", "00-1-2-3")))
                .isInstanceOf(Message.Begin.class);
    }

    @Test
    void truncatedObjectsCount() throws Exception {
        SampleRecord chunk =
                SampleSnapshot.of("cluster-a").chunk("Namespace", 1).records().get(1);

        assertThat(read(chunk.replacing(
                        "\"items\":[",
                        "\"items\":[{\"name\":\"huge\",\"uid\":\"u\",\"truncated\":true,\"size\":9999999},")))
                .isInstanceOfSatisfying(
                        Message.Chunk.class, read -> assertThat(read.items()).isEqualTo(2));
    }

    @Test
    void versionOneIsReadByItsLists() throws Exception {
        assertThat(read(SampleSnapshot.versionOne()))
                .isEqualTo(new Message.VersionOne(Map.of("deployments", 1, "pods", 2, "secrets", 0)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.e2e.consumer.UnreadableSamples#all")
    void whatIsNotTheContractIsRefusedWithAReason(String name, SampleRecord record, String reason) {
        assertThatThrownBy(() -> read(record))
                .as(name)
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining(reason)
                .satisfies(refused ->
                        assertThat(refused.getMessage()).hasSizeLessThan(700).matches("[^\\p{Cntrl}]*"));
    }

    @Test
    void theHeadersTellWhoseAnUnreadableRecordWas() {
        SampleSnapshot snapshot = SampleSnapshot.small("cluster-a");
        SampleRecord end = snapshot.records().get(4);

        assertThat(new EnvelopeReader()
                        .read(end.withValue("{").at(0, 0).headers())
                        .claim())
                .hasValue(new Envelope.Claim(id(snapshot, 4), RecordType.END));
        assertThat(new EnvelopeReader()
                        .read(end.withoutHeader("seq").at(0, 0).headers())
                        .claim())
                .isEmpty();
        assertThat(new EnvelopeReader()
                        .read(SampleSnapshot.versionOne().at(0, 0).headers())
                        .claim())
                .isEmpty();
    }

    private Message read(SampleRecord record) throws UnreadableRecordException {
        var read = record.at(0, 0);
        return reader.read(read, new EnvelopeReader().read(read.headers()));
    }

    private static RecordId id(SampleSnapshot snapshot, int seq) {
        return new RecordId(snapshot.cluster(), snapshot.id(), seq);
    }
}
