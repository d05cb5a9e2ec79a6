package dev.e2e.readiness;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Locale;

/** An http or https URL that can be asked. */
record HttpUrl(URL url) {

    /** @throws IllegalArgumentException when it is not an http or https URL with a host, or names a user */
    static HttpUrl parse(String text) {
        URL url;
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (!scheme.equals("http") && !scheme.equals("https")) {
                throw unexpected(text, "; for another protocol wait for the port or run a command");
            }
            url = uri.toURL();
        } catch (URISyntaxException e) {
            throw unexpected(text, ": " + e.getReason() + "; encode such characters as %20");
        } catch (MalformedURLException e) {
            throw unexpected(text, ": " + e.getMessage() + "; mend it");
        }
        if (url.getHost().isEmpty()) {
            throw unexpected(text, ", which has no host; name one, such as 127.0.0.1");
        }
        if (url.getUserInfo() != null) {
            // The text is shown in messages, so neither repeat nor accept it.
            throw new IllegalArgumentException("expected an http or https URL without user and password, got one for "
                    + url.getHost() + " with them; ask for a path that needs none, or run a command");
        }
        new Endpoint(url.getHost(), port(url), Listener.ANY);
        return new HttpUrl(url);
    }

    private static IllegalArgumentException unexpected(String text, String why) {
        return new IllegalArgumentException(
                "expected an http or https URL such as http://127.0.0.1:8080/health, got '" + text + "'" + why);
    }

    private static int port(URL url) {
        return url.getPort() == -1 ? url.getDefaultPort() : url.getPort();
    }

    /** A name or an address, IPv6 without brackets. */
    String host() {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    int port() {
        return port(url);
    }

    /** The same URL at one address of its host. */
    URL at(InetAddress address) throws MalformedURLException {
        String literal =
                address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
        return new URL(url.getProtocol(), literal, url.getPort(), url.getFile());
    }
}
