package dev.e2e.kubeconfig;

import dev.e2e.runtime.InvalidSettingsException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What says how to reach a cluster cannot be used; the message is the reason in one line, without any secret. */
public final class KubeconfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KubeconfigException(String message) {
        this(message, null);
    }

    KubeconfigException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** What an application says that was told to use it. */
    public InvalidSettingsException refused() {
        return (InvalidSettingsException) new InvalidSettingsException(
                        List.of("KUBECONFIG: expected a kubeconfig that can be used: " + getMessage()))
                .initCause(this);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
