package dev.e2e.consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes records in, one at a time: into their snapshots, or to the dead letters. Used by one thread. */
final class Intake {
    private final EnvelopeReader envelopes = new EnvelopeReader();
    private final RecordReader reader = new RecordReader();
    private final Assembly assembly;
    private final UnreadableRecords unreadable;
    private final Report report;
    private final Statistics statistics;

    Intake(Assembly assembly, UnreadableRecords unreadable, Report report, Statistics statistics) {
        this.assembly = assembly;
        this.unreadable = unreadable;
        this.report = report;
        this.statistics = statistics;
    }

    void take(ConsumerRecord<byte[], byte[]> record) {
        Envelope envelope = envelopes.read(record.headers());
        try {
            Message message = reader.read(record, envelope);
            if (message instanceof Message.VersionOne versionOne) {
                report.versionOne(versionOne);
            } else if (message instanceof Message.Delta) {
                statistics.delta();
            } else if (message instanceof Message.SnapshotRecord part) {
                Disposition disposition = assembly.accept(Place.of(record), part, record.value());
                if (disposition == Disposition.DUPLICATE) {
                    statistics.duplicate();
                }
            }
        } catch (UnreadableRecordException e) {
            String reason = String.valueOf(e.getMessage());
            unreadable.add(record, reason);
            envelope.claim().ifPresent(claim -> assembly.unreadable(Place.of(record), claim, reason));
        }
    }
}
