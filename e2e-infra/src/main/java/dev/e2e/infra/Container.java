package dev.e2e.infra;

import java.util.List;
import java.util.Map;

/**
 * A container of a pod.
 *
 * @param resources what it asks for and may use at most
 * @param port what it listens on
 */
record Container(String name, String image, Resources resources, int port) {

    /** Kubernetes quantities, such as {@code 250m} and {@code 128Mi}; a blank one is not set. */
    record Resources(String cpuRequest, String cpuLimit, String memoryRequest, String memoryLimit) {
        static final Resources SMALL = new Resources("50m", "200m", "64Mi", "128Mi");
        static final Resources MEDIUM = new Resources("250m", "1", "256Mi", "512Mi");
        static final Resources LARGE = new Resources("500m", "2", "1Gi", "2Gi");
        static final Resources UNLIMITED = new Resources("100m", "", "70Mi", "");
        static final Resources NONE = new Resources("", "", "", "");

        private Map<String, Object> json() {
            return Json.object(
                    "requests", quantities(cpuRequest, memoryRequest), "limits", quantities(cpuLimit, memoryLimit));
        }

        private static Map<String, Object> quantities(String cpu, String memory) {
            Map<String, Object> quantities = Json.object("cpu", cpu, "memory", memory);
            quantities.values().removeIf(""::equals);
            return quantities;
        }
    }

    Map<String, Object> spec() {
        return Json.object(
                "name",
                name,
                "image",
                image,
                "imagePullPolicy",
                "IfNotPresent",
                "ports",
                List.of(Json.object("name", "main", "containerPort", port, "protocol", "TCP")),
                "env",
                List.of(Json.object("name", "API_TOKEN", "value", ClusterFixture.CONFIDENTIAL)),
                "resources",
                resources.json(),
                "terminationMessagePath",
                "/dev/termination-log",
                "terminationMessagePolicy",
                "File");
    }

    /** What the node reports of it; {@code state} is the object under that name. */
    Map<String, Object> status(String podUid, Map<String, Object> state, boolean ready, int restarts) {
        String digest = Inventory.suffix(image, 12);
        return Json.object(
                "name",
                name,
                "image",
                image,
                "imageID",
                "registry.example/" + name + "@sha256:" + digest,
                "containerID",
                "containerd://" + Inventory.suffix(podUid + name, 13),
                "ready",
                ready,
                "started",
                ready,
                "restartCount",
                restarts,
                "state",
                state,
                "lastState",
                Json.object());
    }
}
