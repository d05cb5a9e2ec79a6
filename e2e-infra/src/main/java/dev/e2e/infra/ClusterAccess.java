package dev.e2e.infra;

import dev.e2e.kubeconfig.ApiServerAccess;
import dev.e2e.kubeconfig.KubeconfigException;
import dev.e2e.kubeconfig.KubeconfigFiles;
import dev.e2e.runtime.InvalidSettingsException;
import dev.e2e.runtime.Setting;
import dev.e2e.runtime.Settings;
import java.util.Map;

/** The way to a cluster that is there, as kubectl finds it. */
public final class ClusterAccess {
    /** Kubeconfig files; empty: {@code ~/.kube/config}, else the service account of the pod that this runs in. */
    public static final Setting<String> KUBECONFIG = InfraSettings.KUBECONFIG;

    /** The context in the kubeconfig; empty: its current one. */
    public static final Setting<String> CONTEXT = InfraSettings.CONTEXT;

    private ClusterAccess() {}

    /**
     * Reads the way; nothing is sent.
     *
     * @param environment of the process
     * @throws InvalidSettingsException when there is none, or it cannot be used
     */
    public static ApiServerAccess of(Settings settings, Map<String, String> environment) {
        try {
            return ApiServerAccess.of(
                    KubeconfigFiles.find(settings.get(KUBECONFIG), environment), settings.get(CONTEXT), environment);
        } catch (KubeconfigException e) {
            throw e.refused();
        }
    }
}
