package dev.e2e.infra.forward;

import dev.e2e.runtime.Reason;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import org.jspecify.annotations.Nullable;

/** Failures of tunnels and requests in the words of a status. */
final class Failures {
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private Failures() {}

    static String reason(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof WebSocketHandshakeException handshake) {
                return answered(handshake.getResponse().code());
            }
        }
        return Reason.of(failure);
    }

    private static String answered(int code) {
        return "the API server answered with " + code
                + switch (code) {
                    case FORBIDDEN -> "; the user needs the verbs get and create on pods/portforward";
                    case NOT_FOUND -> "; the pod is gone";
                    default -> "";
                };
    }
}
