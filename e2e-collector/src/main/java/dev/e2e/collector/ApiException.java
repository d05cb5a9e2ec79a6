package dev.e2e.collector;

import dev.e2e.runtime.NetworkFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;

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

    /** An answer that is no JSON, or did not arrive whole; an interruption, where that was the reason. */
    static ApiException unreadable(JacksonException e) throws InterruptedException {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof InterruptedIOException && Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException(each.getMessage()).initCause(e);
            }
            if (each instanceof IOException) {
                return brokeOff(each, e);
            }
        }
        if (e instanceof StreamConstraintsException) {
            return new ApiException("the answer is nested too deeply, or has a name or a number that is too long", e);
        }
        // Jackson's own message quotes what was read, which may be a secret.
        TokenStreamLocation place = e.getLocation();
        String from = place == null ? "" : ", from byte " + place.getByteOffset() + " on";
        return new ApiException("the answer is not the JSON that was expected" + from, e);
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
