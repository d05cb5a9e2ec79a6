package dev.e2e.collector;

import java.io.IOException;

/** An answer that arrived whole, and is not what was asked for; the message says why, and quotes nothing of it. */
final class UnexpectedAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    UnexpectedAnswerException(String message) {
        super(message);
    }
}
