package dev.e2e.runtime;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Failures in the words of a report. */
public final class Reason {
    private Reason() {}

    /** The deepest cause that says something, on one line. */
    public static String of(@Nullable Throwable failure) {
        String reason = "unknown";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            reason = said(cause, reason);
        }
        return reason.strip().replaceAll("\\s+", " ");
    }

    private static String said(Throwable cause, String before) {
        String message = cause.getMessage();
        if (cause instanceof ConnectException) {
            return message == null || message.isBlank() ? "connection refused" : message;
        }
        if (cause instanceof UnknownHostException) {
            return "unknown host " + message;
        }
        if (cause instanceof SocketTimeoutException
                || cause instanceof HttpTimeoutException
                || cause instanceof TimeoutException) {
            return "timed out";
        }
        if (cause instanceof CertPathBuilderException
                || (cause instanceof CertPathValidatorException && isUnknownIssuer(message))) {
            return "TLS: the server's certificate is not signed by an authority that is trusted here";
        }
        if (cause instanceof SSLException) {
            return "TLS: " + message;
        }
        return message == null || message.isBlank() ? before : message;
    }

    private static boolean isUnknownIssuer(@Nullable String message) {
        return message != null && message.startsWith("Path does not chain with any");
    }
}
