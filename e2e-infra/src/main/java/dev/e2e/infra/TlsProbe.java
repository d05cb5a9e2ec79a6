package dev.e2e.infra;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Whether a server speaks TLS; who has signed its certificate does not matter. */
enum TlsProbe {
    SPOKEN,
    NOT_SPOKEN,
    /** It did not answer in time, or could not be reached. */
    UNKNOWN;

    private static final Duration WITHIN = Duration.ofSeconds(1);

    static TlsProbe of(InetSocketAddress address) {
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
