package dev.e2e.runtime;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a request got no answer, in the words of the person who has to repair it. */
public final class NetworkFailure {
    private static final int LONGEST_LINE = 300;

    private NetworkFailure() {}

    /** The reason in one line, from the exception or what caused it. */
    public static String reason(Throwable failure) {
        String certificate = certificate(failure);
        if (certificate != null) {
            return certificate;
        }
        Throwable root = failure;
        for (Throwable each = failure; each != null; each = each.getCause()) {
            String reason = known(each);
            if (reason != null) {
                return reason;
            }
            root = each;
        }
        return oneLine(root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage());
    }

    /** A text from elsewhere, cut down to one line of bearable length. */
    public static String oneLine(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…";
    }

    /** What is wrong with the server's certificate; null where it is something else. */
    private static @Nullable String certificate(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            String message = String.valueOf(each.getMessage());
            if (each instanceof CertificateExpiredException) {
                return "TLS: the server's certificate has expired: " + oneLine(message);
            }
            if (each instanceof CertificateNotYetValidException) {
                return "TLS: the server's certificate is not valid yet: " + oneLine(message);
            }
            if (each instanceof CertPathBuilderException || message.contains("Path does not chain with any")) {
                return "TLS: the server's certificate is not signed by an authority that is trusted here";
            }
        }
        return null;
    }

    private static @Nullable String known(Throwable failure) {
        if (failure instanceof UnknownHostException || failure instanceof UnresolvedAddressException) {
            return "unknown host";
        }
        if (failure instanceof SSLException) {
            return "TLS: " + oneLine(String.valueOf(failure.getMessage()));
        }
        if (failure instanceof HttpConnectTimeoutException) {
            return "no connection in time";
        }
        if (failure instanceof HttpTimeoutException
                || failure instanceof SocketTimeoutException
                || failure instanceof TimeoutException) {
            return "no answer in time";
        }
        if (failure instanceof ConnectException && !causedByUnknownHost(failure)) {
            String message = failure.getMessage();
            // The JDK's HTTP client gives no message where the connection was refused.
            return message == null || message.contains("refused") ? "connection refused" : oneLine(message);
        }
        return null;
    }

    private static boolean causedByUnknownHost(Throwable failure) {
        for (Throwable each = failure.getCause(); each != null; each = each.getCause()) {
            if (each instanceof UnknownHostException || each instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }
}
