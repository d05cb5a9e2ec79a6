package dev.e2e.kubeconfig;

import org.jspecify.annotations.Nullable;

/**
 * A credential plugin did not say who we are; the message is the reason in one line, without anything that it printed as
 * proof. An outage that may pass, rather than bad input: a login expires.
 */
public final class PluginException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PluginException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
