package dev.e2e.maven;

import dev.e2e.console.Choice;
import dev.e2e.console.Console;
import dev.e2e.console.Terminals;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.ProcessFailureException;
import java.io.IOException;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;

/** Whoever answers questions: a person at the terminal, where one is there. */
final class Answers {
    private final boolean somebodyIsThere;

    Answers(MavenSession session) {
        somebodyIsThere = session.getRequest().isInteractiveMode() && Terminals.attended(System.getenv());
    }

    /** Not in batch mode, not in continuous integration, not without a terminal. */
    boolean somebodyIsThere() {
        return somebodyIsThere;
    }

    /**
     * Asks a person.
     *
     * @param beforehand what answers it without a question, for those who gave no answer
     * @throws ProcessFailureException when no answer was one of the numbers
     * @throws InterruptedException at Ctrl-C
     */
    int ask(Choice choice, String beforehand)
            throws InvalidInputException, ProcessFailureException, InterruptedException {
        try (Console console = Console.open()) {
            Optional<Integer> answer = choice.ask(console);
            if (answer.isEmpty()) {
                throw new ProcessFailureException(
                        "Three answers, and none was a number from 1 to %d; nothing was touched. Answer beforehand with %s"
                                .formatted(choice.options().size(), beforehand));
            }
            return answer.get();
        } catch (IOException e) {
            throw new InvalidInputException("The terminal cannot be used to ask: " + e.getMessage(), e);
        }
    }
}
