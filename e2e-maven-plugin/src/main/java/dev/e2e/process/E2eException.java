package dev.e2e.process;

/** What a goal reports to its user: one message that says what happened, to which, what was seen and what to do. */
public abstract sealed class E2eException extends Exception
        permits InvalidInputException, LaunchLostException, ProcessFailureException {
    private static final long serialVersionUID = 1L;

    private final String text;

    E2eException(String message) {
        super(message);
        this.text = message;
    }

    E2eException(String message, Throwable cause) {
        super(message, cause);
        this.text = message;
    }

    @Override
    public String getMessage() {
        return text;
    }
}
