package dev.e2e.readiness;

import java.io.Closeable;
import java.io.IOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/** Sends a GET, follows no redirect and keeps no body. One address that has accepted a connection serves until it fails. */
final class HttpAttempt implements Attempt {
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(5);

    private final HttpUrl url;
    private final StatusRanges status;
    private final Tls tls;
    private final Connector connector;
    private @Nullable URL target;

    HttpAttempt(HttpUrl url, StatusRanges status, Tls tls) {
        this.url = url;
        this.status = status;
        this.tls = tls;
        this.connector = new Connector(url.host(), url.port());
    }

    @Override
    public String make(Opened opened) throws IOException {
        URL reachable = target == null ? target(connector.connect(opened)) : target;
        target = null;
        HttpURLConnection connection = connection(reachable);
        try (Closeable end = opened.open(() -> connection::disconnect)) {
            int code = connection.getResponseCode();
            target = reachable;
            if (code == -1) {
                return "answered, but not in HTTP";
            }
            return status.contain(code) ? MET : "answered " + code;
        } catch (SocketTimeoutException e) {
            throw new IOException("no answer within " + DurationText.of(READ_TIMEOUT), e);
        }
    }

    /** Keeps the host's name, which a virtual host or a certificate may need, where the JDK connects to this address. */
    private URL target(InetAddress address) throws IOException {
        try {
            return InetAddress.getByName(url.host()).equals(address) ? url.url() : url.at(address);
        } catch (UnknownHostException e) {
            return url.at(address);
        }
    }

    private HttpURLConnection connection(URL target) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) target.openConnection(Proxy.NO_PROXY);
        if (tls == Tls.TRUST_ANY && connection instanceof HttpsURLConnection https) {
            https.setSSLSocketFactory(TrustAny.SOCKETS);
            https.setHostnameVerifier((host, session) -> true);
        }
        connection.setConnectTimeout((int) Connector.TIMEOUT.toMillis());
        connection.setReadTimeout((int) READ_TIMEOUT.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        // Nobody's credentials, such as those that the JVM has for a proxy, in answer to a 401.
        connection.setAuthenticator(new Authenticator() {});
        connection.setRequestProperty("Accept", "*/*");
        connection.setRequestProperty("Connection", "close");
        return connection;
    }
}
