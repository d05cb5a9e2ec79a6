package dev.e2e.collector;

import io.fabric8.kubernetes.api.model.ContextBuilder;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.api.model.NamedContextBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A kubeconfig of the plain sort: one file, a server, and a certificate, token or password that stands in it. fabric8
 * reads all sorts, but loads a thousand classes for it, which is a third of the time from start to the first request.
 * Whatever is not plain is left to it, and so are all errors.
 */
final class PlainKubeconfig {
    private static final Set<String> CLUSTER =
            Set.of("server", "certificate-authority-data", "insecure-skip-tls-verify");
    private static final Set<String> USER =
            Set.of("token", "client-certificate-data", "client-key-data", "username", "password");

    private PlainKubeconfig() {}

    /**
     * Reads the file.
     *
     * @param context empty for the current one
     * @return empty when the file is not plain, or cannot be used
     */
    static Optional<Config> read(Path file, String context) {
        Map<?, ?> root;
        try {
            Object document = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
            root = members(document);
        } catch (YamlEngineException | IOException e) {
            return Optional.empty();
        }
        String name = context.isEmpty() ? text(root.get("current-context")) : context;
        Map<?, ?> selected = named(root.get("contexts"), name, "context");
        String clusterName = text(selected.get("cluster"));
        String userName = text(selected.get("user"));
        Map<?, ?> cluster = named(root.get("clusters"), clusterName, "cluster");
        Map<?, ?> user = named(root.get("users"), userName, "user");
        String server = text(cluster.get("server"));
        boolean plain = server.matches("https?://.+")
                && CLUSTER.containsAll(cluster.keySet())
                && USER.containsAll(user.keySet());
        if (!plain) {
            return Optional.empty();
        }
        NamedContext current = new NamedContextBuilder()
                .withName(name)
                .withContext(new ContextBuilder()
                        .withCluster(clusterName)
                        .withUser(userName)
                        .build())
                .build();
        try {
            return Optional.of(config(current, cluster, user));
        } catch (KubernetesClientException e) {
            return Optional.empty();
        }
    }

    private static Config config(NamedContext current, Map<?, ?> cluster, Map<?, ?> user) {
        Config config = Config.empty();
        config.setAutoConfigure(true); // so that a refused token is read again from the file
        config.setContexts(List.of(current));
        config.setCurrentContext(current);
        config.setMasterUrl(text(cluster.get("server")));
        boolean insecure = Boolean.TRUE.equals(cluster.get("insecure-skip-tls-verify"));
        config.setTrustCerts(insecure);
        config.setDisableHostnameVerification(insecure);
        set(cluster, "certificate-authority-data", config::setCaCertData);
        set(user, "client-certificate-data", config::setClientCertData);
        set(user, "client-key-data", key -> {
            config.setClientKeyData(key);
            config.setClientKeyAlgo(Config.getKeyAlgorithm(null, key));
        });
        set(user, "username", config::setUsername);
        set(user, "password", config::setPassword);
        set(user, "token", config::setAutoOAuthToken);
        Config.configFromSysPropsOrEnvVars(config);
        return config;
    }

    private static void set(Map<?, ?> values, String key, Consumer<String> setter) {
        String value = text(values.get(key));
        if (!value.isEmpty()) {
            setter.accept(value);
        }
    }

    /** What stands below the key in the one of a list that has the name; not plain where there is none. */
    private static Map<?, ?> named(@Nullable Object list, String name, String key) {
        if (list instanceof List<?> entries) {
            for (Object entry : entries) {
                if (text(members(entry).get("name")).equals(name)) {
                    return members(members(entry).get(key));
                }
            }
        }
        return Map.of("missing", name);
    }

    private static Map<?, ?> members(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
