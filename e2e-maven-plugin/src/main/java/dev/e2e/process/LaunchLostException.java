package dev.e2e.process;

/**
 * A launch that came to nothing before the process was there, such as one whose keeper was hit by a signal to the group of
 * the one who launches, to which it belongs until it has a session of its own. The same launch may work another time.
 */
public final class LaunchLostException extends E2eException {
    private static final long serialVersionUID = 1L;

    LaunchLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
