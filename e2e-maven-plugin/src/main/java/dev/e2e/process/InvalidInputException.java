package dev.e2e.process;

/** A configuration, file or state that cannot be worked with. Nothing was started. */
public final class InvalidInputException extends E2eException {
    private static final long serialVersionUID = 1L;

    public InvalidInputException(String message) {
        super(message);
    }

    public InvalidInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
