package dev.e2e.infra;

import dev.e2e.runtime.Reason;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * A context of kubeconfig files.
 *
 * @param config what a client needs, with all that the context names
 */
record KubeconfigContext(String name, Config config) {

    /**
     * Reads the files, merges them as kubectl does (the first to say something counts) and looks the context up.
     *
     * @param wanted the context's name; blank for the current one
     * @throws IllegalArgumentException when a file cannot be parsed, or the context or what it names is not in them
     */
    static KubeconfigContext choose(KubeconfigFiles.Found files, String wanted) {
        List<io.fabric8.kubernetes.api.model.Config> parsed = new ArrayList<>();
        files.files().forEach(file -> parsed.add(parse(file)));
        NavigableSet<String> names = new TreeSet<>();
        parsed.forEach(config ->
                config.getContexts().stream().map(NamedContext::getName).forEach(names::add));
        String name = wanted.isBlank() ? current(parsed, files, names) : wanted;
        if (!names.contains(name)) {
            throw new IllegalArgumentException(
                    "context '%s' is not in %s, which has %s".formatted(name, files.text(), listed(names)));
        }
        Config config = Config.empty();
        KubeConfigUtils.merge(config, name, parsed.toArray(io.fabric8.kubernetes.api.model.Config[]::new));
        String cluster = config.getCurrentContext().getContext().getCluster();
        boolean known = parsed.stream()
                .flatMap(one -> one.getClusters().stream())
                .anyMatch(one -> one.getName().equals(cluster));
        if (!known) {
            throw new IllegalArgumentException(
                    "context '%s' names the cluster '%s', which is not in %s".formatted(name, cluster, files.text()));
        }
        Config.configFromSysPropsOrEnvVars(config);
        return new KubeconfigContext(name, config);
    }

    private static io.fabric8.kubernetes.api.model.Config parse(Path file) {
        io.fabric8.kubernetes.api.model.Config parsed;
        try {
            parsed = KubeConfigUtils.parseConfig(file.toFile());
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(file + " cannot be read as a kubeconfig: " + Reason.of(e), e);
        }
        if (parsed == null) {
            throw new IllegalArgumentException(file + " is empty; expected a kubeconfig");
        }
        return parsed;
    }

    private static String current(
            List<io.fabric8.kubernetes.api.model.Config> parsed,
            KubeconfigFiles.Found files,
            NavigableSet<String> names) {
        return parsed.stream()
                .map(io.fabric8.kubernetes.api.model.Config::getCurrentContext)
                .filter(name -> name != null && !name.isBlank())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no context is chosen: %s has no current-context; set KUBE_CONTEXT to one of %s"
                                .formatted(files.text(), listed(names))));
    }

    private static String listed(NavigableSet<String> names) {
        return names.isEmpty() ? "no contexts" : String.join(", ", names);
    }
}
