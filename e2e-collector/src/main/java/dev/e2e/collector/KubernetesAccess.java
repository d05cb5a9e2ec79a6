package dev.e2e.collector;

import dev.e2e.runtime.Application;
import dev.e2e.runtime.InvalidSettingsException;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.Utils;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The way to the API server, as kubectl finds it.
 *
 * @param kubeconfig the files, separated as in a search path; empty for the usual one below the home directory or,
 *     where there is none, the service account of the Pod that this runs in
 * @param context empty for the current one
 * @param environment where proxies are looked for
 */
record KubernetesAccess(String kubeconfig, String context, Map<String, String> environment) {
    private static final Duration CONNECT = Duration.ofSeconds(3);

    static {
        // The JDK keeps a proxy's user and password to itself before a tunnel, which kubectl does not.
        String withheld = "jdk.http.auth.tunneling.disabledSchemes";
        System.setProperty(withheld, System.getProperty(withheld, ""));
    }

    KubernetesAccess(String kubeconfig, String context) {
        this(kubeconfig, context, System.getenv());
    }

    /** Leaves out the files that are missing, as kubectl does, unless all are; for a setting's parser. */
    static String existingFiles(String files) {
        List<String> there = new ArrayList<>();
        for (String file : split(files)) {
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

    /** A configuration, and the plugin that has yet to say who we are. */
    private record Way(Config config, Optional<Kubeconfig> files) {
        Optional<NamedContext> context() {
            return Optional.ofNullable(config.getCurrentContext());
        }

        Optional<ExecPlugin> plugin() {
            return files.flatMap(some -> context().flatMap(some::plugin));
        }
    }

    /**
     * Makes the connection's parts; nothing is sent yet, and no plugin is run, which may take its time.
     *
     * @throws InvalidSettingsException when the files cannot be used
     */
    ApiServer open(ApiServer.Patience patience) {
        Way way = way();
        HttpClient client = way.plugin().isPresent() ? null : client(way, patience);
        return new ApiServer(client, () -> client(way(), patience), way.config().getMasterUrl(), patience);
    }

    private HttpClient client(Way way, ApiServer.Patience patience) {
        Config config = way.config();
        config.setUserAgent("e2e-collector/" + Application.version());
        config.setConnectionTimeout((int) CONNECT.toMillis());
        config.setRequestTimeout((int) patience.answer().toMillis());
        // ApiServer repeats requests itself: it keeps the reason of the last answer and heeds its own deadline.
        config.setRequestRetryBackoffLimit(0);
        if (config.getMasterUrl().startsWith("http://")) {
            // Nothing is encrypted; this only saves the reading of the system's certificates, a tenth of a second.
            config.setTrustCerts(true);
        }
        way.plugin().ifPresent(plugin -> plugin.prove(config));
        mend(way);
        try {
            return factory(config).newBuilder(config).build();
        } catch (RuntimeException | GeneralSecurityException | IOException e) {
            throw refused("expected usable certificates and keys (" + NetworkFailure.reason(e) + ")", e);
        }
    }

    /** What kubectl takes from a kubeconfig and fabric8 does not. */
    private void mend(Way way) {
        Config config = way.config();
        if (ClientKey.isEncrypted(config)) {
            throw refused("expected a client key without a password, which kubectl cannot use either (%s has one)"
                    .formatted(config.getClientKeyData() == null ? config.getClientKeyFile() : "client-key-data"));
        }
        if (ClientKey.isEllipticCurve(config)) {
            config.setClientKeyAlgo("EC");
        }
        Optional<NamedContext> current = way.context();
        Optional<Path> token = current.isPresent()
                ? way.files().flatMap(files -> files.tokenFile(current.get()))
                : Optional.of(serviceAccountToken()).filter(file -> inCluster());
        token.ifPresent(file -> config.setOauthTokenProvider(new TokenFile(file)));
        // fabric8 takes the variables in capitals only, for this machine too, and a proxy-url for clusters without TLS
        // only.
        String proxy = way.files()
                .flatMap(files -> current.flatMap(files::proxy))
                .map(this::proxyOfTheCluster)
                .or(() -> new ProxyVariables(environment).proxyFor(URI.create(config.getMasterUrl())))
                .orElse(null);
        config.setHttpProxy(proxy);
        config.setHttpsProxy(proxy);
        config.setNoProxy(new String[0]);
    }

    private String proxyOfTheCluster(String url) {
        if (!url.startsWith("http://")) {
            throw refused("expected a proxy-url that begins with http:// (it is '" + url + "')");
        }
        return url;
    }

    private static JdkHttpClientFactory factory(Config config) throws GeneralSecurityException, IOException {
        String serverName = config.getTlsServerName();
        if (serverName == null || serverName.isEmpty()) {
            return new JdkHttpClientFactory();
        }
        config.setTlsServerName(null); // or fabric8 warns that it knows no way
        return new ServerName(serverName, SSLUtils.sslContext(config));
    }

    private Way way() {
        try {
            List<Path> files = files();
            Optional<Kubeconfig> kubeconfig = files.isEmpty() ? Optional.empty() : Optional.of(new Kubeconfig(files));
            Config config = kubeconfig
                    .map(some -> some.merged(context))
                    .orElseGet(() -> Config.autoConfigure(context.isEmpty() ? null : context));
            check(config);
            Way way = new Way(config, kubeconfig);
            checkCluster(way);
            return way;
        } catch (InvalidSettingsException e) {
            throw e;
        } catch (RuntimeException e) {
            throw refused("expected a kubeconfig (" + culprit() + NetworkFailure.reason(e) + ")", e);
        }
    }

    /** Those that are named, else the usual one where it is there. */
    private List<Path> files() {
        if (!kubeconfig.isEmpty()) {
            return split(kubeconfig).stream().map(Path::of).toList();
        }
        boolean wanted = Utils.getSystemPropertyOrEnvVar(Config.KUBERNETES_AUTH_TRYKUBECONFIG_SYSTEM_PROPERTY, true);
        return Config.getKubeconfigFilenames().stream()
                .map(Path::of)
                .filter(file -> wanted && Files.isRegularFile(file))
                .toList();
    }

    private void check(Config config) {
        NamedContext current = config.getCurrentContext();
        if (current == null && config.getContexts().isEmpty() && !inCluster()) {
            throw refused(
                    kubeconfig.isEmpty()
                            ? "expected a kubeconfig, since neither the usual file nor a service account is there"
                            : "expected a kubeconfig with a context");
        }
        boolean chosen = current == null ? inCluster() : context.isEmpty() || context.equals(current.getName());
        if (!chosen) {
            throw new InvalidSettingsException(List.of("KUBE_CONTEXT: expected one of the contexts %s, got '%s'"
                    .formatted(
                            config.getContexts().stream()
                                    .map(NamedContext::getName)
                                    .collect(Collectors.joining(", ")),
                            context)));
        }
    }

    private void checkCluster(Way way) {
        way.context()
                .filter(current -> way.files()
                        .filter(files -> !files.hasClusterOf(current))
                        .isPresent())
                .ifPresent(current -> {
                    throw refused("expected the cluster '%s' of the context '%s' to be there"
                            .formatted(current.getContext().getCluster(), current.getName()));
                });
        String server = way.config().getMasterUrl();
        if (!server.matches("https?://([^\\s/:]+|\\[[^\\s/]+])(:[0-9]+)?(/\\S*)?")) {
            throw refused("expected a cluster whose server is a URL (it is '" + server + "')");
        }
    }

    private boolean inCluster() {
        return kubeconfig.isEmpty() && Files.isReadable(serviceAccountToken());
    }

    private static Path serviceAccountToken() {
        return Path.of(Utils.getSystemPropertyOrEnvVar(
                Config.KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN_FILE_SYSTEM_PROPERTY,
                Config.KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH));
    }

    /** The first of several files that cannot be read alone. */
    private String culprit() {
        for (String file : split(kubeconfig)) {
            try {
                Config.fromKubeconfig(new File(file));
            } catch (RuntimeException e) {
                return file + ": ";
            }
        }
        return "";
    }

    private InvalidSettingsException refused(String expectation) {
        return new InvalidSettingsException(List.of("KUBECONFIG: %s, got '%s'".formatted(expectation, kubeconfig)));
    }

    private InvalidSettingsException refused(String expectation, Throwable cause) {
        return (InvalidSettingsException) refused(expectation).initCause(cause);
    }

    private static List<String> split(String files) {
        List<String> split = new ArrayList<>();
        for (String file : files.split(File.pathSeparator, -1)) {
            if (!file.isBlank()) {
                split.add(file);
            }
        }
        return split;
    }
}
