package dev.e2e.collector;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;

/** Entries of a context's cluster and user in their kubeconfig files, as they stand there. */
final class KubeconfigEntries {
    private KubeconfigEntries() {}

    /** The user's {@code tokenFile}; beside the kubeconfig where it is relative. */
    static Optional<Path> tokenFile(NamedContext context) {
        File file = KubeConfigUtils.getFileWithNamedAuthInfo(context);
        return file == null
                ? Optional.empty()
                : KubeConfigUtils.parseConfig(file).getUsers().stream()
                        .filter(user ->
                                user.getName().equals(context.getContext().getUser()))
                        .map(user -> user.getUser().getTokenFile())
                        .filter(name -> name != null && !name.isEmpty())
                        .map(name -> file.toPath().resolveSibling(name))
                        .findFirst();
    }

    /** The cluster's {@code proxy-url}. */
    static Optional<String> proxy(NamedContext context) {
        File file = KubeConfigUtils.getFileWithNamedCluster(context);
        return file == null
                ? Optional.empty()
                : KubeConfigUtils.parseConfig(file).getClusters().stream()
                        .filter(cluster ->
                                cluster.getName().equals(context.getContext().getCluster()))
                        .map(cluster -> cluster.getCluster().getProxyUrl())
                        .filter(url -> url != null && !url.isEmpty())
                        .findFirst();
    }
}
