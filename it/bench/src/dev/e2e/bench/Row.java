package dev.e2e.bench;

import java.util.List;

/**
 * One row of the table.
 *
 * @param name as in the table of the alternatives
 * @param result what was measured or seen
 * @param runs how often
 * @param goal what was wanted; a dash where nothing was
 * @param verdict whether it was reached
 */
record Row(String name, String result, int runs, String goal, Verdict verdict) {

    /** Whether a goal was reached. */
    enum Verdict {
        /** A behaviour as it is promised. */
        KEPT("as promised"),
        /** A behaviour that is not as promised, which fails the bench. */
        BROKEN("**not as promised**"),
        /** A figure that reaches its goal. */
        MET("reached"),
        /** A figure that misses its goal on this machine at this moment. */
        MISSED("missed"),
        /** A figure without a goal. */
        TOLD("–");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }
    }

    /** A figure with a goal. */
    static Row figure(String name, Samples samples, Goal goal) {
        return samples.count() == 0
                ? new Row(name, "none taken", 0, goal.toString(), Verdict.MISSED)
                : new Row(
                        name,
                        samples.toString(),
                        samples.count(),
                        goal.toString(),
                        goal.isMetBy(samples) ? Verdict.MET : Verdict.MISSED);
    }

    /** A figure that has no goal. */
    static Row figure(String name, Samples samples) {
        return new Row(name, samples.toString(), samples.count(), "–", Verdict.TOLD);
    }

    /**
     * A behaviour.
     *
     * @param promised what is seen in each run that is as promised
     * @param deviations what was seen in the others
     */
    static Row behaviour(String name, String promised, int runs, List<String> deviations) {
        return deviations.isEmpty()
                ? new Row(name, promised, runs, "each run", Verdict.KEPT)
                : new Row(
                        name,
                        "%d of %d otherwise: %s".formatted(deviations.size(), runs, deviations.get(0)),
                        runs,
                        "each run",
                        Verdict.BROKEN);
    }

    boolean broken() {
        return verdict == Verdict.BROKEN;
    }

    String markdown() {
        return "| %s | %s | %d | %s | %s |"
                .formatted(name, result.replace("|", "\\|").replace("\n", " "), runs, goal, verdict.text);
    }
}
