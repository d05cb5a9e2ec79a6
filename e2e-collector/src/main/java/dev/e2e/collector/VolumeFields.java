package dev.e2e.collector;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What leaves the cluster of PersistentVolumes, their claims and StorageClasses. */
final class VolumeFields {
    /** What stands in a volume's specification beside its source. */
    private static final Set<String> NO_SOURCE = Set.of(
            "accessModes",
            "capacity",
            "claimRef",
            "mountOptions",
            "nodeAffinity",
            "persistentVolumeReclaimPolicy",
            "storageClassName",
            "volumeAttributesClassName",
            "volumeMode");

    static final Reduction VOLUME = new Reduction(Projection.of("spec", "status.phase"), VolumeFields::volume);
    static final Reduction CLAIM = new Reduction(
            Projection.of(
                    "spec.resources.requests.storage",
                    "spec.accessModes",
                    "spec.storageClassName",
                    "spec.volumeMode",
                    "spec.volumeName",
                    "status.phase"),
            VolumeFields::claim);
    static final Reduction STORAGE_CLASS = new Reduction(
            Projection.of("provisioner", "reclaimPolicy", "volumeBindingMode", "allowVolumeExpansion"),
            VolumeFields::storageClass);

    private VolumeFields() {}

    private static void volume(JsonValue volume, Fields fields, Owners owners) {
        JsonValue spec = volume.at("spec");
        fields.number("capacity", Amounts.bytes(spec.at("capacity", "storage")));
        fields.texts("access_modes", spec.at("accessModes").texts());
        fields.text("reclaim_policy", spec.at("persistentVolumeReclaimPolicy").text());
        fields.text("storage_class", spec.at("storageClassName").text());
        fields.text("volume_mode", spec.at("volumeMode").text());
        fields.text("status", volume.at("status", "phase").text());
        fields.text("claim_ref", reference(spec.at("claimRef")));
        fields.text(
                "volume_source",
                spec.members().keySet().stream()
                        .filter(name -> !NO_SOURCE.contains(name))
                        .findFirst()
                        .orElse(null));
    }

    private static void claim(JsonValue claim, Fields fields, Owners owners) {
        JsonValue spec = claim.at("spec");
        fields.number("requested_size", Amounts.bytes(spec.at("resources", "requests", "storage")));
        fields.texts("access_modes", spec.at("accessModes").texts());
        fields.text("storage_class", spec.at("storageClassName").text());
        fields.text("volume_mode", spec.at("volumeMode").text());
        fields.text("status", claim.at("status", "phase").text());
        fields.text("volume_name", spec.at("volumeName").text());
    }

    private static void storageClass(JsonValue object, Fields fields, Owners owners) {
        String byDefault = "storageclass.kubernetes.io/is-default-class";
        fields.text("provisioner", object.at("provisioner").text(""));
        fields.text("reclaim_policy", object.at("reclaimPolicy").text("Delete"));
        fields.text("volume_binding_mode", object.at("volumeBindingMode").text("Immediate"));
        fields.truth("allow_volume_expansion", object.at("allowVolumeExpansion").isTrue());
        fields.truth(
                "is_default",
                object.at("metadata", "annotations", byDefault).text("").equals("true"));
    }

    private static @Nullable String reference(JsonValue claim) {
        return claim.isMissing()
                ? null
                : claim.at("namespace").text("") + "/" + claim.at("name").text("");
    }
}
