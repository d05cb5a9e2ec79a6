package dev.e2e.kubeconfig;

import io.fabric8.kubernetes.client.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a kubeconfig says of a cluster.
 *
 * @param url without a slash at its end
 * @param unchecked whether the server may be anybody
 * @param authorityFile of the authority that has to have signed its certificate; null for those of the system
 * @param authority the same itself, in PEM and Base64; counts more
 * @param tlsName whom its certificate has to be for; null for the host of the URL
 * @param proxy through which it is spoken to
 */
record Server(
        String url,
        boolean unchecked,
        @Nullable String authorityFile,
        @Nullable String authority,
        @Nullable String tlsName,
        Optional<String> proxy) {
    private static final Pattern URL =
            Pattern.compile("https?://([^\\s/:]+|\\[[^\\s/]+])(:[0-9]+)?(/\\S*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern HOST = Pattern.compile("([^\\s/:]+|\\[[^\\s/]+])(:[0-9]+)?/?");

    /** @param knowsUs whether the user has a certificate */
    static Server of(String name, Section cluster, boolean knowsUs) {
        boolean unchecked = cluster.isTrue("insecure-skip-tls-verify");
        String authorityFile = cluster.pathText("certificate-authority");
        String authority = cluster.text("certificate-authority-data");
        boolean tls = unchecked || knowsUs || authorityFile != null || authority != null;
        return new Server(
                url(name, Objects.requireNonNullElse(cluster.text("server"), ""), tls),
                unchecked,
                authorityFile,
                authority,
                cluster.text("tls-server-name"),
                Optional.ofNullable(cluster.text("proxy-url")).map(url -> proxy(name, url)));
    }

    static Server ofPod(Path serviceAccount, Map<String, String> environment) {
        String address = ApiServerAccess.addressOfPod(environment)
                .orElseThrow(() -> new KubeconfigException("%s and %s have to say where the API server of this pod is"
                        .formatted(KubeconfigFiles.SERVICE_HOST, KubeconfigFiles.SERVICE_PORT)));
        Path authority = serviceAccount.resolve("ca.crt");
        return new Server(
                url(ApiServerAccess.IN_CLUSTER, address, true),
                false,
                Files.isRegularFile(authority) ? authority.toString() : null,
                null,
                null,
                Optional.empty());
    }

    /** As client-go has it: without a scheme it is https where anything is said about TLS, else http. */
    private static String url(String cluster, String server, boolean tls) {
        String url = HOST.matcher(server).matches() ? (tls ? "https://" : "http://") + server : server;
        if (!URL.matcher(url).matches()) {
            throw new KubeconfigException(
                    "the server of cluster '%s' should be a URL, or a host and a port, and is '%s'"
                            .formatted(cluster, server));
        }
        return url.replaceFirst("/+$", "");
    }

    private static String proxy(String cluster, String url) {
        if (!url.startsWith("http://")) {
            throw new KubeconfigException("the proxy-url of cluster '%s' should begin with http:// and is '%s'"
                    .formatted(cluster, url.replaceAll("//.*@", "//…@")));
        }
        return url;
    }

    private boolean isPlain() {
        return url.startsWith("http://");
    }

    /** Puts it into a configuration, but for the name in TLS and the proxy, which fabric8 does not know as we do. */
    void put(Config config) {
        config.setMasterUrl(url + "/");
        // Without TLS there is nothing to check; this saves the reading of the system's certificates, a tenth of a
        // second.
        config.setTrustCerts(unchecked || isPlain());
        config.setHttp2Disable(isPlain()); // which API servers speak in TLS alone
        config.setDisableHostnameVerification(unchecked);
        config.setCaCertFile(authorityFile);
        config.setCaCertData(authority);
    }
}
