package dev.e2e.maven;

import dev.e2e.console.Spinner;
import dev.e2e.lifecycle.Progress;
import dev.e2e.process.E2eException;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Does what takes its time under a spinner where there is a terminal, and after a plain line where there is none. */
final class Waiting {
    private final Progress progress;
    private final @Nullable PrintStream terminal;

    /** @param terminal where a spinner is shown; {@code null}: there is no terminal */
    Waiting(Progress progress, @Nullable PrintStream terminal) {
        this.progress = progress;
        this.terminal = terminal;
    }

    /** Something that takes its time. */
    @FunctionalInterface
    interface Work<T> {
        T done(Progress progress) throws E2eException, InterruptedException;
    }

    <T> T during(String what, Work<T> work) throws E2eException, InterruptedException {
        if (terminal == null) {
            progress.info("… " + what);
            return work.done(progress);
        }
        try (Spinner spinner = Spinner.start(what, terminal)) {
            return work.done(new Progress() {
                @Override
                public void info(String line) {
                    spinner.above(() -> progress.info(line));
                }

                @Override
                public void warn(String line) {
                    spinner.above(() -> progress.warn(line));
                }
            });
        }
    }
}
