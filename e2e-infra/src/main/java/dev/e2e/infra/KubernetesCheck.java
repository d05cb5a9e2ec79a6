package dev.e2e.infra;

import dev.e2e.infra.Report.KubernetesState;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.VersionInfo;
import java.util.Map;
import java.util.Objects;

/**
 * Looks for Kubernetes.
 *
 * @param kubeconfig the value of KUBECONFIG, blank when it is unset
 * @param context its name, blank for the current one
 * @param environment of the process
 */
record KubernetesCheck(String kubeconfig, String context, Map<String, String> environment) implements Check {
    private static final int CONNECT_WITHIN_MILLIS = 2000;

    @Override
    public Report run() {
        KubeconfigFiles files = KubeconfigFiles.find(kubeconfig, environment);
        if (files instanceof KubeconfigFiles.Found found) {
            return ask(found);
        }
        if (files instanceof KubeconfigFiles.InCluster) {
            return ask(Config.autoConfigure(null), "in-cluster", "");
        }
        if (files instanceof KubeconfigFiles.Missing missing) {
            return without(KubernetesState.INVALID, kubeconfig, missing.reason());
        }
        return without(KubernetesState.UNCONFIGURED, "", ((KubeconfigFiles.Nowhere) files).reason());
    }

    @Override
    public Report unreachable(String reason) {
        return without(KubernetesState.UNREACHABLE, kubeconfig, reason);
    }

    private Report without(KubernetesState state, String files, String reason) {
        return Report.kubernetes(state, context, "", "", files, reason);
    }

    private Report ask(KubeconfigFiles.Found files) {
        KubeconfigContext chosen;
        try {
            chosen = KubeconfigContext.choose(files, context);
        } catch (IllegalArgumentException e) {
            return without(KubernetesState.INVALID, files.text(), String.valueOf(e.getMessage()));
        }
        return ask(chosen.config(), chosen.name(), files.text());
    }

    private static Report ask(Config config, String name, String files) {
        config.setConnectionTimeout(CONNECT_WITHIN_MILLIS);
        config.setRequestTimeout(Math.toIntExact(PARTS_WITHIN.toMillis()));
        config.setRequestRetryBackoffLimit(0);
        String server = config.getMasterUrl().replaceFirst("/$", "");
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            VersionInfo version = client.getKubernetesVersion();
            return Report.kubernetes(
                    KubernetesState.REACHABLE,
                    name,
                    server,
                    version == null ? "" : Objects.requireNonNullElse(version.getGitVersion(), ""),
                    files,
                    "");
        } catch (KubernetesClientException e) {
            boolean refusedUs = e.getCode() == 401 || e.getCode() == 403;
            return Report.kubernetes(
                    refusedUs ? KubernetesState.REACHABLE : KubernetesState.UNREACHABLE,
                    name,
                    server,
                    "",
                    files,
                    refusedUs
                            ? "the server does not let us read its version: " + e.getCode()
                            : "GET " + server + "/version: " + Reason.of(e));
        }
    }
}
