package dev.e2e.collector;

import dev.e2e.kubeconfig.ApiServerAccess;
import dev.e2e.kubeconfig.KubeconfigException;
import dev.e2e.kubeconfig.KubeconfigFiles;
import dev.e2e.runtime.Application;
import dev.e2e.runtime.InvalidSettingsException;
import io.fabric8.kubernetes.client.http.HttpClient;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The way to the API server, as kubectl finds it.
 *
 * @param kubeconfig the files, separated as in a search path; empty for the usual one below the home directory or,
 *     where there is none, the service account of the Pod that this runs in
 * @param context empty for the current one
 * @param environment where the home directory, proxies and the API server of a Pod are looked for
 * @param serviceAccount usually {@link KubeconfigFiles#SERVICE_ACCOUNT}
 */
record KubernetesAccess(String kubeconfig, String context, Map<String, String> environment, Path serviceAccount) {
    private static final Duration CONNECT = Duration.ofSeconds(3);

    KubernetesAccess(String kubeconfig, String context, Map<String, String> environment) {
        this(kubeconfig, context, environment, KubeconfigFiles.SERVICE_ACCOUNT);
    }

    KubernetesAccess(String kubeconfig, String context) {
        this(kubeconfig, context, System.getenv());
    }

    /** Leaves out the files that are missing, as kubectl does, unless all are; for a setting's parser. */
    static String existingFiles(String files) {
        List<String> there = new ArrayList<>();
        for (String file : files.split(File.pathSeparator, -1)) {
            if (file.isBlank()) {
                continue;
            }
            if (Files.isRegularFile(Path.of(file)) && Files.isReadable(Path.of(file))) {
                there.add(file);
            } else if (Files.exists(Path.of(file))) {
                throw new IllegalArgumentException(
                        "expected a file that can be read, or several separated by '%s' (%s is none)"
                                .formatted(File.pathSeparator, file));
            }
        }
        if (there.isEmpty() && !files.isBlank()) {
            throw new IllegalArgumentException(
                    "expected a file that exists, or several separated by '%s'".formatted(File.pathSeparator));
        }
        return String.join(File.pathSeparator, there);
    }

    /**
     * Makes the connection's parts; nothing is sent yet, and no plugin is run, which may take its time.
     *
     * @throws InvalidSettingsException when the files cannot be used
     */
    ApiServer open(ApiServer.Patience patience) {
        return usable(() -> {
            ApiServerAccess way = way();
            HttpClient client = way.hasPlugin() ? null : client(way, patience);
            return new ApiServer(client, () -> usable(() -> client(way(), patience)), way.server(), patience);
        });
    }

    private ApiServerAccess way() {
        return ApiServerAccess.of(KubeconfigFiles.find(kubeconfig, environment, serviceAccount), context, environment);
    }

    private static HttpClient client(ApiServerAccess way, ApiServer.Patience patience) {
        // ApiServer repeats requests itself: it keeps the reason of the last answer and heeds its own deadline.
        return way.client(
                "e2e-collector/" + Application.version(),
                new ApiServerAccess.Limits(CONNECT, patience.answer(), ApiServerAccess.Limits.PLUGIN));
    }

    @FunctionalInterface
    private interface Step<T> {
        T take();
    }

    private static <T> T usable(Step<T> step) {
        try {
            return step.take();
        } catch (KubeconfigException e) {
            throw e.refused();
        }
    }
}
