package dev.e2e.collector;

/** The API server refused a request, or did not answer it. */
final class ApiException extends Exception {
    private static final long serialVersionUID = 1L;

    /** In place of a status where no answer came: time-out, connection refused or lost. */
    static final int NO_ANSWER = 0;

    private final int code;

    ApiException(int code, String reason) {
        super(reason);
        this.code = code;
    }

    ApiException(String reason, Throwable cause) {
        super(reason, cause);
        this.code = NO_ANSWER;
    }

    /** The HTTP status, or {@link #NO_ANSWER}. */
    int code() {
        return code;
    }

    /** The reason in one line. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
