package dev.e2e.maven;

import dev.e2e.console.Choice;
import dev.e2e.lifecycle.ConflictPolicy;
import dev.e2e.lifecycle.Force;
import dev.e2e.lifecycle.RunningAlready;
import dev.e2e.process.Existing;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.Owner;
import dev.e2e.process.ProcessFailureException;
import java.util.List;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/** What becomes of processes that run already, where a person or the policy decides it before the start. */
final class ConflictChoice {
    private static final Choice QUESTION = new Choice(
            "🤔 Stop existing processes and continue with fresh E2E test?",
            List.of("Yes, stop existing and start fresh (recommended)", "No, keep existing and skip E2E test"),
            2);
    private static final int REPLACE = 1;

    private final Answers answers;
    private final RunningAlready already;
    private final Log log;

    ConflictChoice(Answers answers, RunningAlready already, Log log) {
        this.answers = answers;
        this.already = already;
        this.log = log;
    }

    /**
     * Tells of what runs, and asks where that is the policy and somebody is there.
     *
     * @param running the conflicts; there is nothing to decide where there are none
     * @param self the build that starts; {@code null}: none
     * @return how to go on; {@link ConflictPolicy#SKIP} and {@link ConflictPolicy#ASK} never where something runs, but
     *     {@code SKIP} where it is to be kept and nothing started
     * @throws ProcessFailureException when one belongs to another live build, or nobody is there to ask, or gave none of
     *     the answers
     */
    ConflictPolicy decide(ConflictPolicy policy, List<Existing.Running> running, @Nullable Owner self, Force force)
            throws InvalidInputException, ProcessFailureException, InterruptedException {
        if (running.isEmpty()) {
            return policy;
        }
        if (policy != ConflictPolicy.REUSE) {
            running.forEach(found -> log.warn(RunningAlready.line(found)));
        }
        if (policy != ConflictPolicy.SKIP) {
            already.refuseOtherBuilds(running, self, force);
        }
        if (policy != ConflictPolicy.ASK) {
            return policy;
        }
        if (!answers.somebodyIsThere()) {
            throw new ProcessFailureException(
                    already.facts(running)
                            + "\n(nobody was asked: Maven runs in batch mode, in continuous integration, or without a terminal)");
        }
        int answer = answers.ask(QUESTION, "-De2e.onConflict=replace or -De2e.onConflict=skip");
        return answer == REPLACE ? ConflictPolicy.REPLACE : ConflictPolicy.SKIP;
    }
}
