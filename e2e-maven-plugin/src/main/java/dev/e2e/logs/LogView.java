package dev.e2e.logs;

import dev.e2e.process.InvalidInputException;
import dev.e2e.process.ProcessName;
import dev.e2e.process.StateStore;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Shows the logs of a set of processes. Files of other users, links and pipes are never read; that is said instead. */
public final class LogView {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final StateStore store;
    private final LogQuery query;
    private final Output output;

    /** Where it is shown. */
    public interface Output {
        /** A line that the process printed. */
        void line(ProcessName name, String text);

        /** Something that there is to say of the log. */
        void note(ProcessName name, String text);

        /** Nothing more comes for the moment. */
        void flush();
    }

    public LogView(StateStore store, LogQuery query, Output output) {
        this.store = store;
        this.query = query;
        this.output = output;
    }

    /** Shows the last lines of each, one process after the other. */
    public void show(Collection<ProcessName> names) {
        for (ProcessName name : names) {
            try {
                if (!log(name).show()) {
                    output.note(name, "no log");
                }
            } catch (InvalidInputException | IOException e) {
                output.note(name, reason(e));
            }
        }
        output.flush();
    }

    /**
     * Shows the last lines of each, and then what is added to any, across rotations and launches; a log may come later.
     * Goes on until this thread is interrupted.
     */
    public void follow(Collection<ProcessName> names) throws InterruptedException {
        Map<ProcessName, ProcessLog> logs = new LinkedHashMap<>();
        Map<ProcessName, String> problems = new LinkedHashMap<>();
        for (ProcessName name : names) {
            ProcessLog log = log(name);
            logs.put(name, log);
            attempt(name, log::begin, problems);
        }
        while (true) {
            output.flush();
            Thread.sleep(PAUSE.toMillis());
            logs.forEach((name, log) -> attempt(name, log::look, problems));
        }
    }

    private ProcessLog log(ProcessName name) {
        return new ProcessLog(
                store,
                store.directory().files(name),
                query,
                line -> output.line(name, line),
                () -> output.note(name, "launched anew, the log begins again"));
    }

    @FunctionalInterface
    private interface Step {
        void run() throws InvalidInputException, IOException;
    }

    /** What is wrong is said once, and again when it is something else. */
    private void attempt(ProcessName name, Step step, Map<ProcessName, String> problems) {
        try {
            step.run();
            problems.remove(name);
        } catch (InvalidInputException | IOException e) {
            if (!reason(e).equals(problems.put(name, reason(e)))) {
                output.note(name, reason(e));
            }
        }
    }

    private static String reason(Exception e) {
        return "the log cannot be shown: " + (e.getMessage() == null ? e.toString() : e.getMessage());
    }
}
