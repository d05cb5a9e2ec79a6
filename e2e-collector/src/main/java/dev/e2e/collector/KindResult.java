package dev.e2e.collector;

import java.util.Optional;

/**
 * How the reading of one kind ended.
 *
 * @param sent what stands in the records; empty where the cluster does not serve the kind, or where it failed before
 *     anything was sent
 * @param problem why it is not all
 */
record KindResult(Kind kind, Optional<Sent> sent, Optional<Problem> problem) {

    /** The result of a kind whose reading has not begun when the collector is told to end. */
    static KindResult unread(Kind kind) {
        return new KindResult(kind, Optional.empty(), Optional.of(Problem.TOLD_TO_END));
    }

    /**
     * What was sent of a kind.
     *
     * @param count objects
     * @param chunks records
     * @param resourceVersion of the list
     * @param sha256 lower-case hexadecimal, over the values of its records in their order
     */
    record Sent(long count, int chunks, String resourceVersion, String sha256) {}

    /**
     * Why a kind could not be read.
     *
     * @param code HTTP status; 0 where no answer came
     */
    record Problem(int code, String message) {
        static final Problem TOLD_TO_END =
                new Problem(ApiException.NO_ANSWER, "the collector was told to end before this was read");
    }
}
