package dev.e2e.consumer;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Takes the headers of records as texts. Used by one thread. */
final class EnvelopeReader {
    private final RepeatedText schemas = new RepeatedText();
    private final RepeatedText snapshotIds = new RepeatedText();
    private final RepeatedText clusters = new RepeatedText();
    private final RepeatedText types = new RepeatedText();
    private final RepeatedText kinds = new RepeatedText();
    private final RepeatedText seqs = new RepeatedText();

    /** The headers as they stand; of several with one name the last counts. */
    Envelope read(Headers headers) {
        @Nullable String schema = null;
        @Nullable String snapshotId = null;
        @Nullable String cluster = null;
        @Nullable String type = null;
        @Nullable String kind = null;
        @Nullable String seq = null;
        for (Header header : headers) {
            switch (header.key()) {
                case "schema" -> schema = schemas.of(header.value());
                case "snapshot-id" -> snapshotId = snapshotIds.of(header.value());
                case "cluster" -> cluster = clusters.of(header.value());
                case "type" -> type = types.of(header.value());
                case "kind" -> kind = kinds.of(header.value());
                case "seq" -> seq = seqs.of(header.value());
                default -> {
                    // headers of others, such as tracing
                }
            }
        }
        return new Envelope(schema, snapshotId, cluster, type, kind, seq);
    }
}
