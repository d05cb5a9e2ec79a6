package dev.e2e.infra;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port that a service had before a restart, at which those who use it still look for it. */
final class Earlier {
    private static final Logger LOG = LoggerFactory.getLogger(Earlier.class);
    private static final Pattern ADDRESS = Pattern.compile("(?:http://)?127\\.0\\.0\\.1:([1-9][0-9]{0,4})/?");

    private Earlier() {}

    /**
     * The port, while nobody else has it.
     *
     * @param address what the service published, such as {@code 127.0.0.1:40123} or {@code http://127.0.0.1:40123}
     * @return 0 where the address is none of ours, or somebody listens there
     */
    static int port(String address) {
        Matcher matcher = ADDRESS.matcher(address);
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) > 65535) {
            return 0;
        }
        int port = Integer.parseInt(matcher.group(1));
        if (Ports.isTaken(port)) {
            LOG.warn("{} was here before, and the port is taken: another one is chosen", address);
            return 0;
        }
        return port;
    }
}
