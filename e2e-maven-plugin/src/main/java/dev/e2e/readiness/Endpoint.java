package dev.e2e.readiness;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A TCP port that has to be listened on for a process to be ready.
 *
 * @param host a name or an address, IPv6 without brackets
 * @param port from 1 to 65535
 * @param listener whose port it has to be
 */
public record Endpoint(String host, int port, Listener listener) {
    private static final Pattern ADDRESS =
            Pattern.compile("(?:\\[(?<literal>[0-9A-Fa-f:.]+(?:%\\w+)?)]|(?<name>[^\\s:/@\\[\\]]+)):(?<port>[0-9]+)");
    private static final int HIGHEST_PORT = 65_535;

    /** @throws IllegalArgumentException when the port is out of range */
    public Endpoint {
        if (port < 1 || port > HIGHEST_PORT) {
            throw badPort(Integer.toString(port), host);
        }
    }

    /** @throws IllegalArgumentException when it is not {@code host:port}, an IPv6 address in brackets */
    static Endpoint parse(String address, Listener listener) {
        Matcher matcher = ADDRESS.matcher(address);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected host:port such as 127.0.0.1:8080 or [::1]:8080, got '"
                    + address + "'; write both, and an IPv6 address in brackets");
        }
        String host = matcher.group("literal") == null ? matcher.group("name") : matcher.group("literal");
        String port = matcher.group("port");
        if (port.length() > 5) {
            throw badPort(port, host);
        }
        return new Endpoint(host, Integer.parseInt(port), listener);
    }

    private static IllegalArgumentException badPort(String port, String host) {
        return new IllegalArgumentException("expected a port from 1 to " + HIGHEST_PORT + ", got '" + port
                + "' for host '" + host + "'; name the port that the process listens on");
    }
}
