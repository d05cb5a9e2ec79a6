package dev.e2e.kubeconfig;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The kubeconfig files that count, found as kubectl finds them. */
public sealed interface KubeconfigFiles {
    /** Where a pod finds the token of its service account, and what else that has. */
    Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    /** Where the API server is, as a pod is told; the other variable is the port. */
    String SERVICE_HOST = "KUBERNETES_SERVICE_HOST";

    String SERVICE_PORT = "KUBERNETES_SERVICE_PORT";

    /** Files that exist, in the order of their precedence. */
    record Found(List<Path> files) implements KubeconfigFiles {
        /** As in the variable KUBECONFIG. */
        public String text() {
            return files.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
    }

    /** No file, but this process runs in a pod, which has a service account. */
    record InCluster(Path serviceAccount) implements KubeconfigFiles {}

    /** Nothing at all; the reason says where was looked. */
    record Nowhere(String reason) implements KubeconfigFiles {}

    /** Files were named of which none exists. */
    record Missing(String reason) implements KubeconfigFiles {}

    /**
     * Looks for the files.
     *
     * @param kubeconfig the value of KUBECONFIG, blank when it is unset; of several files those that are missing are
     *     passed over
     * @param environment for {@code HOME} and the address that a pod is given
     * @param serviceAccount usually {@link #SERVICE_ACCOUNT}
     */
    static KubeconfigFiles find(String kubeconfig, Map<String, String> environment, Path serviceAccount) {
        if (!kubeconfig.isBlank()) {
            List<Path> named = Arrays.stream(kubeconfig.split(File.pathSeparator, -1))
                    .filter(name -> !name.isBlank())
                    .map(Path::of)
                    .toList();
            List<Path> existing = named.stream().filter(Files::isRegularFile).toList();
            return existing.isEmpty()
                    ? new Missing("KUBECONFIG names " + kubeconfig + ", where there is no file")
                    : new Found(existing);
        }
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        Path usual = home.resolve(".kube").resolve("config");
        if (Files.isRegularFile(usual)) {
            return new Found(List.of(usual));
        }
        if (environment.containsKey(SERVICE_HOST) && Files.isRegularFile(serviceAccount.resolve("token"))) {
            return new InCluster(serviceAccount);
        }
        return new Nowhere("KUBECONFIG is not set, there is no " + usual + ", and this is not a pod");
    }

    /** As {@link #find(String, Map, Path)}, with the service account where every pod has it. */
    static KubeconfigFiles find(String kubeconfig, Map<String, String> environment) {
        return find(kubeconfig, environment, SERVICE_ACCOUNT);
    }
}
