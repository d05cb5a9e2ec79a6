package dev.e2e.runtime;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Whether a server speaks TLS; who has signed its certificate does not matter. */
public enum TlsProbe {
    /** It does. */
    SPOKEN,
    /** It answers, or hangs up, and does not. */
    NOT_SPOKEN,
    /** It did not answer in time, or could not be reached. */
    UNKNOWN;

    private static final Duration WITHIN = Duration.ofSeconds(1);

    /** As {@link #of(InetSocketAddress)}, by {@code host:port}. */
    static TlsProbe of(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        String host = hostAndPort.substring(0, colon).replaceAll("[\\[\\]]", "");
        return of(new InetSocketAddress(host, Integer.parseInt(hostAndPort.substring(colon + 1))));
    }

    /** Asks within some two seconds. */
    public static TlsProbe of(InetSocketAddress address) {
        if (address.isUnresolved()) {
            return UNKNOWN;
        }
        int millis = Math.toIntExact(WITHIN.toMillis());
        try (Socket plain = new Socket()) {
            plain.connect(address, millis);
            plain.setSoTimeout(millis);
            SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
            try (SSLSocket socket =
                    (SSLSocket) factory.createSocket(plain, address.getHostString(), address.getPort(), true)) {
                socket.startHandshake();
                return SPOKEN;
            }
        } catch (SSLException e) {
            // Else it is about a certificate, or an alert that the server sent.
            boolean noTls = e.getCause() instanceof EOFException
                    || String.valueOf(e.getMessage()).startsWith("Unsupported or unrecognized");
            return noTls ? NOT_SPOKEN : SPOKEN;
        } catch (EOFException e) {
            return NOT_SPOKEN;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
