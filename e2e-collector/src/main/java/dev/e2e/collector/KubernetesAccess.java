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
    /** fabric8 takes the list of files by this property, or by the environment variable KUBECONFIG. */
    private static final String FILES_PROPERTY = Config.KUBERNETES_KUBECONFIG_FILE;

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

    /**
     * Makes the connection's parts; nothing is sent yet.
     *
     * @throws InvalidSettingsException when the files cannot be used
     */
    ApiServer open(ApiServer.Patience patience) {
        Config config = config();
        return new ApiServer(
                client(config, patience), () -> client(config(), patience), config.getMasterUrl(), patience);
    }

    private HttpClient client(Config config, ApiServer.Patience patience) {
        config.setUserAgent("e2e-collector/" + Application.version());
        config.setConnectionTimeout((int) CONNECT.toMillis());
        config.setRequestTimeout((int) patience.answer().toMillis());
        // ApiServer repeats requests itself: it keeps the reason of the last answer and heeds its own deadline.
        config.setRequestRetryBackoffLimit(0);
        if (config.getMasterUrl().startsWith("http://")) {
            // Nothing is encrypted; this only saves the reading of the system's certificates, a tenth of a second.
            config.setTrustCerts(true);
        }
        mend(config);
        try {
            return factory(config).newBuilder(config).build();
        } catch (RuntimeException | GeneralSecurityException | IOException e) {
            throw refused("expected usable certificates and keys (" + NetworkFailure.reason(e) + ")", e);
        }
    }

    /** What kubectl takes from a kubeconfig and fabric8 does not. */
    private void mend(Config config) {
        if (ClientKey.isEllipticCurve(config)) {
            config.setClientKeyAlgo("EC");
        }
        Optional<NamedContext> current = Optional.ofNullable(config.getCurrentContext());
        Optional<Path> token = current.isPresent()
                ? KubeconfigEntries.tokenFile(current.get())
                : Optional.of(serviceAccountToken()).filter(file -> inCluster());
        token.ifPresent(file -> config.setOauthTokenProvider(new TokenFile(file)));
        // fabric8 takes the variables in capitals only, for this machine too, and a proxy-url for clusters without TLS
        // only.
        String proxy = current.flatMap(KubeconfigEntries::proxy)
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

    private Config config() {
        String before = System.getProperty(FILES_PROPERTY);
        try {
            if (!kubeconfig.isEmpty()) {
                System.setProperty(FILES_PROPERTY, kubeconfig);
            }
            Config config = Config.autoConfigure(context.isEmpty() ? null : context);
            check(config);
            return config;
        } catch (InvalidSettingsException e) {
            throw e;
        } catch (RuntimeException e) {
            throw refused("expected a kubeconfig (" + culprit() + NetworkFailure.reason(e) + ")", e);
        } finally {
            if (before == null) {
                System.clearProperty(FILES_PROPERTY);
            } else {
                System.setProperty(FILES_PROPERTY, before);
            }
        }
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
