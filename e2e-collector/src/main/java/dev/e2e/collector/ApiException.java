package dev.e2e.collector;

import dev.e2e.runtime.NetworkFailure;
import java.net.SocketTimeoutException;

/** The API server refused a request, or did not answer it. */
final class ApiException extends Exception {
    private static final long serialVersionUID = 1L;

    /** In place of a status where no answer came: time-out, connection refused or lost. */
    static final int NO_ANSWER = 0;

    /** What was asked for has expired: the rest of a list, or the version that a watch is to go on from. */
    static final int GONE = 410;

    private final int code;
    private final boolean worthAFreshList;

    ApiException(int code, String reason) {
        super(reason);
        this.code = code;
        this.worthAFreshList = code == GONE;
    }

    ApiException(String reason, Throwable cause) {
        this(reason, cause, false);
    }

    private ApiException(String reason, Throwable cause, boolean worthAFreshList) {
        super(reason, cause);
        this.code = NO_ANSWER;
        this.worthAFreshList = worthAFreshList;
    }

    /**
     * An answer that began well and did not arrive whole.
     *
     * @param failure how it ended
     */
    static ApiException brokeOff(Throwable failure, Throwable cause) {
        boolean silence = failure instanceof SocketTimeoutException;
        return new ApiException("the answer broke off: " + NetworkFailure.reason(failure), cause, !silence);
    }

    /**
     * Whether reading the list from its beginning may bring what reading on cannot: its pages have expired, or one of
     * them broke off. A server that fell silent is not asked for everything once more.
     */
    boolean worthAFreshList() {
        return worthAFreshList;
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
