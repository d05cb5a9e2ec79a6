package dev.e2e.collector;

/**
 * What leaves the cluster of kinds that are not known here: by Kubernetes' conventions a phase and conditions. Of their
 * specification nothing does, since nobody knows what of it is a secret.
 */
final class CustomFields {
    static final Reduction CUSTOM =
            new Reduction(Projection.of("status.phase", "status.conditions"), CustomFields::write);

    private CustomFields() {}

    private static void write(JsonValue object, Fields fields, Owners owners) {
        fields.text("phase", object.at("status", "phase").text());
        WorkloadFields.conditions(object, fields);
    }
}
