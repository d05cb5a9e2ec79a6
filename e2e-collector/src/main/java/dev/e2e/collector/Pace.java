package dev.e2e.collector;

import java.time.Duration;

/**
 * How hard the API server may be driven.
 *
 * @param waits what a cycle may spend on waits for a busy server; the time from one cycle to the next
 * @param lists how many kinds are read side by side
 */
record Pace(Duration waits, int lists) {
    private static final int MOST_LISTS = 16;

    /**
     * A number of lists.
     *
     * @throws IllegalArgumentException when it is none from 1 to 16
     */
    static int parseLists(String text) {
        if (!text.matches("[0-9]{1,2}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST_LISTS) {
            throw new IllegalArgumentException("expected a number from 1 to " + MOST_LISTS);
        }
        return Integer.parseInt(text);
    }
}
