package dev.e2e.lifecycle;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Asks {@code /status} of a process that published its {@code url}. */
public final class HttpDetails implements SetStatus.Details {
    private static final int TIMEOUT_MILLIS = 500;
    private static final int MOST = 64 * 1024;

    @Override
    public Optional<String> of(Map<String, String> published) {
        String url = published.get("url");
        if (url == null) {
            return Optional.empty();
        }
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url + "/status").toURL().openConnection(java.net.Proxy.NO_PROXY);
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            try (var in = connection.getInputStream()) {
                return Optional.of(new String(in.readNBytes(MOST), StandardCharsets.UTF_8));
            } finally {
                connection.disconnect();
            }
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty(); // a process that does not answer has no details to show
        }
    }
}
