package dev.e2e.infra;

import dev.e2e.infra.Report.KubernetesState;
import dev.e2e.runtime.Reason;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for Kubernetes.
 *
 * @param kubeconfig the value of KUBECONFIG, blank when it is unset
 * @param context its name, blank for the current one
 * @param environment of the process
 */
record KubernetesCheck(String kubeconfig, String context, Map<String, String> environment) implements Check {
    private static final Pattern GIT_VERSION = Pattern.compile("\"gitVersion\"\\s*:\\s*\"([^\"]*)\"");
    private static final int CONNECT_WITHIN_MILLIS = 2000;

    @Override
    public Report run() throws InterruptedException {
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

    private Report ask(KubeconfigFiles.Found files) throws InterruptedException {
        KubeconfigContext chosen;
        try {
            chosen = KubeconfigContext.choose(files, context);
        } catch (IllegalArgumentException e) {
            return without(KubernetesState.INVALID, files.text(), String.valueOf(e.getMessage()));
        }
        return ask(chosen.config(), chosen.name(), files.text());
    }

    /** Asks with fabric8's HTTP client alone: the whole client takes as long again to load. */
    private static Report ask(Config config, String name, String files) throws InterruptedException {
        config.setConnectionTimeout(CONNECT_WITHIN_MILLIS);
        config.setRequestTimeout(Math.toIntExact(PARTS_WITHIN.toMillis()));
        config.setRequestRetryBackoffLimit(0);
        String server = config.getMasterUrl().replaceFirst("/+$", "");
        String request = "GET " + server + "/version";
        try (HttpClient client = new JdkHttpClientFactory().newBuilder(config).build()) {
            HttpResponse<String> response = client.sendAsync(
                            client.newHttpRequestBuilder()
                                    .uri(server + "/version")
                                    .build(),
                            String.class)
                    .get(PARTS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            Matcher version = GIT_VERSION.matcher(Objects.requireNonNullElse(response.body(), ""));
            if (response.isSuccessful() && version.find()) {
                return Report.kubernetes(KubernetesState.REACHABLE, name, server, version.group(1), files, "");
            }
            KubernetesState state = response.code() == 401 || response.code() == 403
                    ? KubernetesState.REACHABLE
                    : KubernetesState.UNREACHABLE;
            String reason = request + " was answered with " + response.code()
                    + (response.isSuccessful() ? ", but not by a Kubernetes API" : "");
            return Report.kubernetes(state, name, server, "", files, reason);
        } catch (ExecutionException | TimeoutException e) {
            return Report.kubernetes(
                    KubernetesState.UNREACHABLE, name, server, "", files, request + ": " + Reason.of(e));
        }
    }
}
