package dev.e2e.process;

/** A process that did not do what was asked of it: it died, was not ready in time, did not stop, or stands in the way. */
public final class ProcessFailureException extends E2eException {
    private static final long serialVersionUID = 1L;

    public ProcessFailureException(String message) {
        super(message);
    }

    public ProcessFailureException(String message, Throwable cause) {
        super(message, cause);
    }
}
