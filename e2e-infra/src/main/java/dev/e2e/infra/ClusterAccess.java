package dev.e2e.infra;

import dev.e2e.runtime.InvalidSettingsException;
import dev.e2e.runtime.Setting;
import dev.e2e.runtime.Settings;
import io.fabric8.kubernetes.client.Config;
import java.util.List;
import java.util.Map;

/** The way to a cluster that is there, as kubectl finds it. */
public final class ClusterAccess {
    /** Kubeconfig files; empty: {@code ~/.kube/config}, else the service account of the pod that this runs in. */
    public static final Setting<String> KUBECONFIG = InfraSettings.KUBECONFIG;

    /** The context in the kubeconfig; empty: its current one. */
    public static final Setting<String> CONTEXT = InfraSettings.CONTEXT;

    private ClusterAccess() {}

    /**
     * Reads the configuration of a client; nothing is sent.
     *
     * @param environment of the process
     * @throws InvalidSettingsException when there is none, or it cannot be used
     */
    public static Config config(Settings settings, Map<String, String> environment) {
        String kubeconfig = settings.get(KUBECONFIG);
        KubeconfigFiles files = KubeconfigFiles.find(kubeconfig, environment);
        if (files instanceof KubeconfigFiles.Found found) {
            return chosen(found, settings.get(CONTEXT));
        }
        if (files instanceof KubeconfigFiles.InCluster) {
            return Config.autoConfigure(null);
        }
        String reason = files instanceof KubeconfigFiles.Missing missing
                ? missing.reason()
                : ((KubeconfigFiles.Nowhere) files).reason();
        throw new InvalidSettingsException(
                List.of("KUBECONFIG: expected a kubeconfig, got '%s': %s".formatted(kubeconfig, reason)));
    }

    private static Config chosen(KubeconfigFiles.Found files, String context) {
        try {
            return KubeconfigContext.choose(files, context).config();
        } catch (IllegalArgumentException e) {
            throw (InvalidSettingsException)
                    new InvalidSettingsException(List.of("KUBECONFIG, KUBE_CONTEXT: " + e.getMessage())).initCause(e);
        }
    }
}
