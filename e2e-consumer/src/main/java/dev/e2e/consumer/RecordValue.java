package dev.e2e.consumer;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of the value of a record of version 2 that matter here; null where one is missing. */
final class RecordValue {
    @Nullable Long schema;

    @Nullable String type;

    @Nullable String snapshotId;

    @Nullable String clusterId;

    @Nullable String timestamp;

    @Nullable Long seq;

    @Nullable String kind;

    @Nullable String apiVersion;

    @Nullable Integer items;

    @Nullable String status;

    @Nullable String event;

    @Nullable Long chunks;

    @Nullable Map<String, KindSummary> kinds;

    @Nullable List<CollectionError> errors;

    /** @throws UnreadableRecordException when the field is missing */
    static <T> T present(@Nullable T value, String field) throws UnreadableRecordException {
        if (value == null) {
            throw new UnreadableRecordException("field '" + field + "' is missing");
        }
        return value;
    }
}
