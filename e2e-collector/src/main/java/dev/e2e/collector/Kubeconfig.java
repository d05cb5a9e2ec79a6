package dev.e2e.collector;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Kubeconfig files, merged as kubectl does: the first one to name something counts. Their exec plugins are kept from
 * fabric8, which would run them while it merges.
 */
final class Kubeconfig {
    private final Map<Path, Config> files = new LinkedHashMap<>();
    private final Map<String, Path> tokenFiles = new HashMap<>();
    private final Map<String, ExecPlugin> plugins = new HashMap<>();
    private final Map<String, Path> clusters = new HashMap<>();
    private final Map<String, String> proxies = new HashMap<>();

    /**
     * Reads the files.
     *
     * @throws RuntimeException when one of them is no kubeconfig
     */
    Kubeconfig(Iterable<Path> files) {
        Map<String, Path> users = new HashMap<>();
        for (Path file : files) {
            Config config = KubeConfigUtils.parseConfig(file.toFile());
            this.files.put(file, config);
            config.getUsers().forEach(user -> {
                boolean first = users.putIfAbsent(user.getName(), file) == null;
                if (user.getUser() != null) {
                    take(user.getName(), user.getUser(), file, first);
                }
            });
            config.getClusters().forEach(cluster -> {
                boolean first = clusters.putIfAbsent(cluster.getName(), file) == null;
                if (first
                        && cluster.getCluster() != null
                        && isThere(cluster.getCluster().getProxyUrl())) {
                    proxies.put(cluster.getName(), cluster.getCluster().getProxyUrl());
                }
            });
        }
    }

    private void take(String name, AuthInfo user, Path file, boolean counts) {
        if (counts && isThere(user.getTokenFile())) {
            tokenFiles.put(name, file.resolveSibling(user.getTokenFile()));
        }
        // A token counts more than a plugin, as with kubectl.
        if (counts && user.getExec() != null && !isThere(user.getToken())) {
            plugins.put(name, new ExecPlugin(user.getExec(), file, ExecPlugin.PATIENCE));
        }
        user.setExec(null);
    }

    private static boolean isThere(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    /** What a client needs, for the context or, where it is empty or in no file, the current one. */
    io.fabric8.kubernetes.client.Config merged(String context) {
        io.fabric8.kubernetes.client.Config merged = io.fabric8.kubernetes.client.Config.empty();
        KubeConfigUtils.merge(merged, context, files.values().toArray(Config[]::new));
        io.fabric8.kubernetes.client.Config.configFromSysPropsOrEnvVars(merged);
        return merged;
    }

    /** Whether the context's cluster is in one of the files. */
    boolean hasClusterOf(NamedContext context) {
        return clusters.containsKey(context.getContext().getCluster());
    }

    /** The user's {@code tokenFile}; beside the kubeconfig where it is relative. */
    Optional<Path> tokenFile(NamedContext context) {
        return Optional.ofNullable(tokenFiles.get(context.getContext().getUser()));
    }

    /** The user's {@code exec}. */
    Optional<ExecPlugin> plugin(NamedContext context) {
        return Optional.ofNullable(plugins.get(context.getContext().getUser()));
    }

    /** The cluster's {@code proxy-url}. */
    Optional<String> proxy(NamedContext context) {
        return Optional.ofNullable(proxies.get(context.getContext().getCluster()));
    }
}
