package dev.e2e.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A question with numbered answers.
 *
 * @param question with its picture
 * @param options in their order; the first has the number 1
 * @param atEndOfInput the number that the end of input stands for
 */
public record Choice(String question, List<String> options, int atEndOfInput) {
    private static final int ATTEMPTS = 3;

    public Choice {
        options = List.copyOf(options);
        if (atEndOfInput < 1 || atEndOfInput > options.size()) {
            throw new IllegalArgumentException("there is no option " + atEndOfInput);
        }
    }

    /**
     * Asks, three times at most.
     *
     * @return the number that was chosen; empty when each answer was something else
     * @throws InterruptedException at Ctrl-C
     */
    public Optional<Integer> ask(Console console) throws InterruptedException {
        List<String> lines = new ArrayList<>(List.of("", question));
        for (int number = 1; number <= options.size(); number++) {
            lines.add(number + ". " + options.get(number - 1));
        }
        lines.add("");
        console.print(lines);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<String> answer = console.read("Select option (1-%d): ".formatted(options.size()));
            if (answer.isEmpty()) {
                return Optional.of(atEndOfInput);
            }
            for (int number = 1; number <= options.size(); number++) {
                if (answer.get().equals(Integer.toString(number))) {
                    return Optional.of(number);
                }
            }
            console.print(List.of("'%s' is none of 1 to %d".formatted(answer.get(), options.size())));
        }
        return Optional.empty();
    }
}
