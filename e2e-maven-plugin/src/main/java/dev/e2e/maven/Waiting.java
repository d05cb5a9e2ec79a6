package dev.e2e.maven;

import dev.e2e.console.Spinner;
import dev.e2e.lifecycle.Progress;
import dev.e2e.process.E2eException;

/** Does what takes its time under a spinner where there is a terminal, and after a plain line where there is none. */
final class Waiting {
    private final Progress progress;
    private final boolean atTerminal;

    Waiting(Progress progress, boolean atTerminal) {
        this.progress = progress;
        this.atTerminal = atTerminal;
    }

    /** Something that takes its time. */
    @FunctionalInterface
    interface Work<T> {
        T done(Progress progress) throws E2eException, InterruptedException;
    }

    @SuppressWarnings("ClosingStandardOutputStreams") // the spinner closes itself, not the stream
    <T> T during(String what, Work<T> work) throws E2eException, InterruptedException {
        if (!atTerminal) {
            progress.info("… " + what);
            return work.done(progress);
        }
        try (Spinner spinner = Spinner.start(what, System.out)) {
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
