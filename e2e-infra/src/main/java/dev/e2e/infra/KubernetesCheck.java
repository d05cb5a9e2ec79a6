package dev.e2e.infra;

import dev.e2e.infra.Report.KubernetesState;
import dev.e2e.kubeconfig.ApiServerAccess;
import dev.e2e.kubeconfig.KubeconfigException;
import dev.e2e.kubeconfig.KubeconfigFiles;
import dev.e2e.kubeconfig.PluginException;
import dev.e2e.runtime.Application;
import dev.e2e.runtime.Reason;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for Kubernetes, on the way that the collector goes: what one of them reaches, the other does.
 *
 * @param kubeconfig the value of KUBECONFIG, blank when it is unset
 * @param context its name, blank for the current one
 * @param environment of the process
 */
record KubernetesCheck(String kubeconfig, String context, Map<String, String> environment) implements Check {
    private static final Pattern GIT_VERSION = Pattern.compile("\"gitVersion\"\\s*:\\s*\"([^\"]*)\"");
    private static final String USER_AGENT = "e2e-check/" + Application.version();
    private static final ApiServerAccess.Limits LIMITS =
            new ApiServerAccess.Limits(Duration.ofSeconds(2), PARTS_WITHIN, ApiServerAccess.Limits.PLUGIN);

    @Override
    public Report run() throws InterruptedException {
        KubeconfigFiles files = KubeconfigFiles.find(kubeconfig, environment);
        if (files instanceof KubeconfigFiles.Nowhere nowhere) {
            return without(KubernetesState.UNCONFIGURED, "", nowhere.reason());
        }
        String named = files instanceof KubeconfigFiles.Found found ? found.text() : kubeconfig;
        try {
            return ask(ApiServerAccess.of(files, context, environment), named);
        } catch (KubeconfigException e) {
            return without(KubernetesState.INVALID, named, e.getMessage());
        }
    }

    @Override
    public Report unreachable(String reason) {
        return without(KubernetesState.UNREACHABLE, kubeconfig, reason);
    }

    private Report without(KubernetesState state, String files, String reason) {
        return Report.kubernetes(state, context, "", "", files, reason);
    }

    /** Asks with fabric8's HTTP client alone: the whole client takes as long again to load. */
    private static Report ask(ApiServerAccess access, String files) throws InterruptedException {
        String name = access.context();
        String server = access.server();
        String request = "GET " + server + "/version";
        try (HttpClient client = access.client(USER_AGENT, LIMITS)) {
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
        } catch (PluginException e) {
            if (Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
            }
            return Report.kubernetes(KubernetesState.UNREACHABLE, name, server, "", files, e.getMessage());
        } catch (ExecutionException | TimeoutException e) {
            return Report.kubernetes(
                    KubernetesState.UNREACHABLE, name, server, "", files, request + ": " + Reason.of(e));
        }
    }
}
