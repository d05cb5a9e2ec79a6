package dev.e2e.kubeconfig;

import dev.e2e.runtime.NetworkFailure;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The way to an API server: where it is, whom it has to be, and who we say we are. By the rules of kubectl. */
public final class ApiServerAccess {
    /** The context's name where there is no kubeconfig. */
    public static final String IN_CLUSTER = "in-cluster";

    static {
        // The JDK keeps a proxy's user and password to itself before a tunnel, which kubectl does not.
        String withheld = "jdk.http.auth.tunneling.disabledSchemes";
        System.setProperty(withheld, System.getProperty(withheld, ""));
    }

    private final String context;
    private final Server server;
    private final User user;
    private final String namespace;
    private final Map<String, String> environment;

    /**
     * How long to wait.
     *
     * @param connect for a connection
     * @param answer for the status of an answer
     * @param plugin for a credential plugin
     */
    public record Limits(Duration connect, Duration answer, Duration plugin) {
        /** What a credential plugin is given as a rule. */
        public static final Duration PLUGIN = Duration.ofSeconds(20);
    }

    ApiServerAccess(String context, Server server, User user, String namespace, Map<String, String> environment) {
        this.context = context;
        this.server = server;
        this.user = user;
        this.namespace = namespace;
        this.environment = environment;
    }

    /**
     * Reads the way; nothing is sent yet, and no plugin is run, which may take its time.
     *
     * @param context its name; blank for the current one
     * @param environment of the process: proxies, and where the API server of a pod is
     * @throws KubeconfigException when there is none, or it cannot be used
     */
    public static ApiServerAccess of(KubeconfigFiles files, String context, Map<String, String> environment) {
        if (files instanceof KubeconfigFiles.Found found) {
            return chosen(found, context, environment);
        }
        if (files instanceof KubeconfigFiles.InCluster pod) {
            if (!context.isBlank()) {
                throw new KubeconfigException(
                        "context '%s' is not there: a pod without a kubeconfig has none".formatted(context));
            }
            return new ApiServerAccess(
                    IN_CLUSTER,
                    Server.ofPod(pod.serviceAccount(), environment),
                    User.ofPod(pod.serviceAccount()),
                    namespace(pod.serviceAccount()),
                    environment);
        }
        throw new KubeconfigException(
                files instanceof KubeconfigFiles.Missing missing
                        ? missing.reason()
                        : ((KubeconfigFiles.Nowhere) files).reason());
    }

    private static ApiServerAccess chosen(KubeconfigFiles.Found files, String wanted, Map<String, String> environment) {
        Kubeconfig kubeconfig = new Kubeconfig(files.files());
        String names = kubeconfig.contexts().isEmpty() ? "no contexts" : String.join(", ", kubeconfig.contexts());
        String name = wanted.isBlank()
                ? kubeconfig
                        .currentContext()
                        .orElseThrow(() -> new KubeconfigException(
                                "no context is chosen: %s has no current-context; set KUBE_CONTEXT to one of %s"
                                        .formatted(files.text(), names)))
                : wanted;
        Section context = kubeconfig
                .context(name)
                .orElseThrow(() -> new KubeconfigException(
                        "context '%s' is not in %s, which has %s".formatted(name, files.text(), names)));
        String clusterName = Objects.requireNonNullElse(context.text("cluster"), "");
        Section cluster = kubeconfig
                .cluster(clusterName)
                .orElseThrow(() -> new KubeconfigException("context '%s' names the cluster '%s', which is not in %s"
                        .formatted(name, clusterName, files.text())));
        String userName = Objects.requireNonNullElse(context.text("user"), "");
        Section section = kubeconfig.user(userName).orElse(Section.empty(context.file()));
        User user = new User(userName, section);
        return new ApiServerAccess(
                name,
                Server.of(clusterName, cluster, user.hasCertificate()),
                user,
                Objects.requireNonNullElse(context.text("namespace"), ""),
                environment);
    }

    private static String namespace(Path serviceAccount) {
        try {
            return Files.readString(serviceAccount.resolve("namespace")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** The context's name. */
    public String context() {
        return context;
    }

    /** The API server's URL, without a slash at its end. */
    public String server() {
        return server.url();
    }

    /** The namespace of the context; empty where it has none. */
    public String namespace() {
        return namespace;
    }

    /** Whether a credential plugin has to be run before anything can be asked. */
    public boolean hasPlugin() {
        return user.plugin().isPresent();
    }

    /**
     * Makes the configuration of fabric8's clients, which repeat nothing of themselves. Runs the credential plugin.
     *
     * @param userAgent what we call ourselves
     * @throws KubeconfigException when something in the kubeconfig, or a file that it names, cannot be used
     * @throws PluginException when the credential plugin brings nothing to prove who we are
     */
    public Config config(String userAgent, Limits limits) {
        Config config = Config.empty();
        config.setUserAgent(userAgent);
        config.setConnectionTimeout((int) limits.connect().toMillis());
        config.setRequestTimeout((int) limits.answer().toMillis());
        config.setRequestRetryBackoffLimit(0);
        if (!namespace.isEmpty()) {
            config.setNamespace(namespace);
        }
        server.put(config);
        user.put(config);
        user.plugin().ifPresent(plugin -> new ExecPlugin(plugin, server).prove(config, limits.plugin()));
        if (ClientKey.isEncrypted(config)) {
            throw new KubeconfigException(
                    "the client key has a password (%s), which kubectl cannot use either; it has to be one without"
                            .formatted(
                                    config.getClientKeyData() == null ? config.getClientKeyFile() : "client-key-data"));
        }
        if (ClientKey.isEllipticCurve(config)) {
            config.setClientKeyAlgo("EC");
        }
        String proxy = server.proxy()
                .or(() -> new ProxyVariables(environment).proxyFor(URI.create(server.url())))
                .orElse(null);
        config.setHttpProxy(proxy);
        config.setHttpsProxy(proxy);
        config.setNoProxy(new String[0]);
        return config;
    }

    /**
     * What makes HTTP clients for the configuration.
     *
     * @param config as {@link #config} has made it
     * @throws KubeconfigException when certificates or keys cannot be used
     */
    public HttpClient.Factory clients(Config config) {
        @Nullable String name = server.tlsName();
        try {
            return name == null ? new JdkHttpClientFactory() : new ServerName(name, SSLUtils.sslContext(config));
        } catch (RuntimeException | GeneralSecurityException | IOException e) {
            throw unusable(e);
        }
    }

    /**
     * Makes an HTTP client. Runs the credential plugin.
     *
     * @throws KubeconfigException when something in the kubeconfig, or a file that it names, cannot be used
     * @throws PluginException when the credential plugin brings nothing to prove who we are
     */
    public HttpClient client(String userAgent, Limits limits) {
        Config config = config(userAgent, limits);
        HttpClient.Factory clients = clients(config);
        try {
            return clients.newBuilder(config).build();
        } catch (RuntimeException e) {
            throw unusable(e);
        }
    }

    private static KubeconfigException unusable(Exception e) {
        return new KubeconfigException("its certificates or keys cannot be used: " + NetworkFailure.reason(e), e);
    }

    /** What a pod is told of its API server, else nothing. */
    static Optional<String> addressOfPod(Map<String, String> environment) {
        String host = environment.get(KubeconfigFiles.SERVICE_HOST);
        String port = environment.get(KubeconfigFiles.SERVICE_PORT);
        return host == null || port == null
                ? Optional.empty()
                : Optional.of((host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }
}
