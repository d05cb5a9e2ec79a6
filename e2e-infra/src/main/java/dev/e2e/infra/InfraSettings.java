package dev.e2e.infra;

import dev.e2e.runtime.Setting;
import java.nio.file.Path;
import java.util.Set;

/** The settings of the applications of this module. */
final class InfraSettings {
    static final Setting<Set<InfraService>> SERVICES = new Setting<>(
            "INFRA_SERVICES",
            "which services are meant: kafka, kubernetes or both",
            "kafka,kubernetes",
            InfraService::parse);

    static final Setting<String> TOPIC = new Setting<>(
            "KAFKA_TOPIC", "the topic that is made in the embedded Kafka", "cluster-info", InfraSettings::topic);

    static final Setting<Path> DATA_DIRECTORY = Setting.path(
            "E2E_DATA_DIR", "an existing private directory for data; without it a temporary one is made", "");

    static final Setting<String> EARLIER_BROKER = Setting.text(
            "E2E_PUBLISHED_BOOTSTRAPSERVERS",
            "where Kafka was before a restart; it comes back there if the port is free",
            "");

    static final Setting<String> EARLIER_API_SERVER = Setting.text(
            "E2E_PUBLISHED_KUBERNETESURL",
            "where the Kubernetes API was before a restart; it comes back there if the port is free",
            "");

    static final Setting<String> KUBECONFIG = Setting.text(
            "KUBECONFIG", "kubeconfig files, separated as in PATH; without it the places where kubectl looks", "");

    static final Setting<String> CONTEXT =
            Setting.text("KUBE_CONTEXT", "the context in the kubeconfig; without it the current one", "");

    private InfraSettings() {}

    private static String topic(String name) {
        if (!name.matches("[A-Za-z0-9._-]{1,249}") || name.matches("[.]{1,2}")) {
            throw new IllegalArgumentException(
                    "expected a topic of up to 249 letters, digits, dots, underscores, dashes");
        }
        return name;
    }
}
