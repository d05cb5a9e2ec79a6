package dev.e2e.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Whatever the bytes are, they are read or refused with a reason fit for a line, and nothing else happens. */
final class HostileRecords {
    static final List<SampleRecord> SEEDS =
            SampleSnapshot.small("cluster-a").error("Secret", 403, "no").records();

    private HostileRecords() {}

    static void read(SampleRecord record) {
        ConsumerRecord<byte[], byte[]> read = record.at(0, 0);
        try {
            Envelope envelope = new EnvelopeReader().read(read.headers());
            assertThat(new RecordReader().read(read, envelope)).isNotNull();
        } catch (UnreadableRecordException e) {
            assertThat(e.getMessage()).isNotEmpty().hasSizeLessThan(1_000).doesNotContain("\n", "\r", "\0");
        }
    }

    static byte[] spliced(byte[] value, int cut, byte[] inserted, int resumed) {
        byte[] spliced = new byte[cut + inserted.length + value.length - resumed];
        System.arraycopy(value, 0, spliced, 0, cut);
        System.arraycopy(inserted, 0, spliced, cut, inserted.length);
        System.arraycopy(value, resumed, spliced, cut + inserted.length, value.length - resumed);
        return spliced;
    }
}
