package dev.e2e.collector;

import org.jspecify.annotations.Nullable;

/** What leaves the cluster of Events of {@code events.k8s.io/v1}; those of clients of the old API have the deprecated fields. */
final class EventFields {
    static final Reduction EVENT = new Reduction(
            Projection.of(
                    "type",
                    "reason",
                    "action",
                    "note",
                    "regarding.kind",
                    "regarding.namespace",
                    "regarding.name",
                    "reportingController",
                    "eventTime",
                    "series",
                    "deprecatedSource.component",
                    "deprecatedCount",
                    "deprecatedFirstTimestamp",
                    "deprecatedLastTimestamp"),
            EventFields::write);

    private EventFields() {}

    private static void write(JsonValue event, Fields fields, Owners owners) {
        JsonValue regarding = event.at("regarding");
        fields.text("type", event.at("type").text());
        fields.text("reason", event.at("reason").text());
        fields.text("action", event.at("action").text());
        fields.text("note", event.at("note").text());
        fields.text("regarding_kind", regarding.at("kind").text());
        fields.text("regarding_namespace", regarding.at("namespace").text());
        fields.text("regarding_name", regarding.at("name").text());
        String controller = event.at("reportingController").text("");
        fields.text(
                "reporting_controller",
                controller.isEmpty() ? event.at("deprecatedSource", "component").text() : controller);
        fields.number(
                "count",
                event.at("series", "count").integer(event.at("deprecatedCount").integer(1)));
        fields.text("first_time", first(event.at("eventTime"), event.at("deprecatedFirstTimestamp")));
        fields.text(
                "last_time",
                first(
                        event.at("series", "lastObservedTime"),
                        event.at("deprecatedLastTimestamp"),
                        event.at("eventTime")));
    }

    private static @Nullable String first(JsonValue... values) {
        for (JsonValue value : values) {
            if (!value.isMissing()) {
                return value.text();
            }
        }
        return null;
    }
}
