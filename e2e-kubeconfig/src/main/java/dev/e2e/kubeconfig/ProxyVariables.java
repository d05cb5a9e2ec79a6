package dev.e2e.kubeconfig;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The proxy that the environment names, by the rules of kubectl, which are those of Go's net/http: the variable in upper
 * case counts, else the one in lower case; this machine itself is never asked for through a proxy.
 *
 * @param environment usually {@link System#getenv()}
 */
record ProxyVariables(Map<String, String> environment) {
    private static final Pattern IP_LITERAL = Pattern.compile("[0-9.]+|\\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*]?");

    /**
     * The proxy for a server, as {@code http://[user:password@]host:port}; empty where there is to be none.
     *
     * @param server with its scheme, which is http or https
     * @throws KubeconfigException where a variable names another kind of proxy than one that speaks HTTP
     */
    Optional<String> proxyFor(URI server) {
        String host = server.getHost();
        String name = "http".equals(server.getScheme()) ? "HTTP_PROXY" : "HTTPS_PROXY";
        return host == null || isThisMachine(host) || isExcepted(host, port(server))
                ? Optional.empty()
                : Optional.of(name(name)).filter(this::isSet).map(this::proxy);
    }

    /** The variable that counts: in capitals, unless only the other is there. */
    private String name(String capitals) {
        return isSet(capitals) ? capitals : capitals.toLowerCase(Locale.ROOT);
    }

    private boolean isSet(String name) {
        return !value(name).isEmpty();
    }

    private String value(String name) {
        return environment.getOrDefault(name, "").strip();
    }

    private String proxy(String name) {
        String value = value(name);
        try {
            URI proxy = new URI(value.contains("://") ? value : "http://" + value);
            if ("http".equals(proxy.getScheme()) && proxy.getHost() != null) {
                String user = proxy.getRawUserInfo() == null ? "" : proxy.getRawUserInfo() + "@";
                return "http://%s%s:%d".formatted(user, proxy.getHost(), port(proxy));
            }
        } catch (URISyntaxException e) {
            // as any other value that is no proxy
        }
        throw new KubeconfigException(
                "%s: expected a proxy that is spoken to in HTTP, such as http://proxy.example:3128, got '%s'"
                        .formatted(name, value.replaceAll("//.*@", "//…@")));
    }

    private static int port(URI uri) {
        return uri.getPort() > 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
    }

    private static boolean isThisMachine(String host) {
        return host.equals("localhost")
                || address(host).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    private boolean isExcepted(String host, int port) {
        for (String entry : value(name("NO_PROXY")).split(",", -1)) {
            String exception = entry.strip().toLowerCase(Locale.ROOT);
            if (!exception.isEmpty() && excepts(exception, host.toLowerCase(Locale.ROOT), port)) {
                return true;
            }
        }
        return false;
    }

    private static boolean excepts(String exception, String host, int port) {
        int slash = exception.indexOf('/');
        if (slash >= 0) {
            return isIn(exception.substring(0, slash), exception.substring(slash + 1), host);
        }
        int colon = exception.lastIndexOf(':');
        boolean withPort = colon > 0 && (exception.indexOf(':') == colon || exception.charAt(colon - 1) == ']');
        if (withPort) {
            return exception.substring(colon + 1).equals(Integer.toString(port))
                    && excepts(exception.substring(0, colon), host, port);
        }
        Optional<InetAddress> address = address(exception);
        if (address.isPresent()) {
            return address.equals(address(host));
        }
        String domain = exception.startsWith("*.") ? exception.substring(1) : exception;
        return exception.equals("*")
                || host.equals(domain)
                || host.endsWith(domain.startsWith(".") ? domain : "." + domain);
    }

    /** Whether the host is an address of the network. */
    private static boolean isIn(String network, String bits, String host) {
        Optional<InetAddress> first = address(network);
        Optional<InetAddress> address = address(host);
        if (first.isEmpty() || address.isEmpty() || !bits.matches("[0-9]{1,3}")) {
            return false;
        }
        byte[] one = first.get().getAddress();
        byte[] other = address.get().getAddress();
        int length = Integer.parseInt(bits);
        if (one.length != other.length || length > one.length * 8) {
            return false;
        }
        for (int bit = 0; bit < length; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((one[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** The address that a text is; a name is none, and is not looked up. */
    private static Optional<InetAddress> address(String text) {
        try {
            return IP_LITERAL.matcher(text).matches() ? Optional.of(InetAddress.getByName(text)) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
