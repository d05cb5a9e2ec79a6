package dev.e2e.infra.forward;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a forward is at a moment.
 *
 * @param target where new connections go; {@code null} before there was any
 * @param reason why it is not ready; empty when it is
 * @param since when this began
 */
record Condition(State state, @Nullable Target target, String reason, Instant since) {

    /** What new connections find. */
    enum State {
        /** The pod answers. */
        READY,
        /** There is no ready pod; connections wait for one. */
        WAITING,
        /** There is a ready pod, and no tunnel to it; connections wait for one. */
        RECONNECTING;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Condition initial() {
        return new Condition(State.WAITING, null, "not looked at yet", Instant.now());
    }

    boolean isReady() {
        return state == State.READY;
    }
}
