package dev.e2e.infra.forward;

/** There is no tunnel at this time; the message is the reason, in words for a status. */
final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnavailableException(String reason) {
        super(reason);
    }

    UnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }

    /** What the message says. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
