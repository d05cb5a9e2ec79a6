package dev.e2e.infra;

import java.util.List;
import java.util.Map;

/** Volumes, claims and the class that they come from. */
final class Storage {
    private static final String CLASS = "standard";
    private static final List<String> ACCESS_MODES = List.of("ReadWriteOnce");

    private Storage() {}

    static void storageClass(Inventory inventory) {
        inventory.addWith(
                ResourceType.STORAGE_CLASS,
                "",
                CLASS,
                Json.object("annotations", Json.object("storageclass.kubernetes.io/is-default-class", "true")),
                Json.object(
                        "provisioner",
                        "rancher.io/local-path",
                        "reclaimPolicy",
                        "Delete",
                        "volumeBindingMode",
                        "WaitForFirstConsumer"));
    }

    /** A claim, and the volume that it is bound to. */
    static void claimed(
            Inventory inventory, String namespace, String claim, Map<String, Object> labels, String capacity) {
        ClusterObject made = inventory.add(
                ResourceType.PERSISTENT_VOLUME_CLAIM,
                namespace,
                claim,
                labels,
                Json.object(
                        "spec",
                        Json.object(
                                "accessModes",
                                ACCESS_MODES,
                                "resources",
                                Json.object("requests", Json.object("storage", capacity)),
                                "storageClassName",
                                CLASS,
                                "volumeMode",
                                "Filesystem",
                                "volumeName",
                                "pvc-" + Inventory.suffix(namespace + claim, 12)),
                        "status",
                        Json.object(
                                "phase",
                                "Bound",
                                "accessModes",
                                ACCESS_MODES,
                                "capacity",
                                Json.object("storage", capacity))));
        volume(inventory, made, capacity);
    }

    private static void volume(Inventory inventory, ClusterObject claim, String capacity) {
        String name = "pvc-" + Inventory.suffix(claim.namespace() + claim.name(), 12);
        Map<String, Object> reference = Json.object(
                "apiVersion",
                "v1",
                "kind",
                "PersistentVolumeClaim",
                "namespace",
                claim.namespace(),
                "name",
                claim.name(),
                "uid",
                claim.uid());
        inventory.add(
                ResourceType.PERSISTENT_VOLUME,
                "",
                name,
                Json.object(),
                Json.object(
                        "spec",
                        Json.object(
                                "capacity",
                                Json.object("storage", capacity),
                                "accessModes",
                                ACCESS_MODES,
                                "persistentVolumeReclaimPolicy",
                                "Delete",
                                "storageClassName",
                                CLASS,
                                "volumeMode",
                                "Filesystem",
                                "claimRef",
                                reference,
                                "hostPath",
                                Json.object(
                                        "path", "/var/local-path-provisioner/" + name, "type", "DirectoryOrCreate")),
                        "status",
                        Json.object("phase", "Bound")));
    }
}
