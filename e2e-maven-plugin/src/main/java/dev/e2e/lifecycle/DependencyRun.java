package dev.e2e.lifecycle;

import dev.e2e.process.E2eException;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.ProcessName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs one task for each process, each after those that it waits for and independent ones side by side. The first
 * failure keeps further tasks from beginning; the running ones are told through {@link #cancelled()}.
 */
final class DependencyRun {
    private final AtomicBoolean cancelled = new AtomicBoolean();

    /** What is done for one process. */
    @FunctionalInterface
    interface Task {
        void run(ProcessName name) throws E2eException, InterruptedException;
    }

    /** Asks the running tasks to give up. */
    void cancel() {
        cancelled.set(true);
    }

    /** Whether the tasks should give up. */
    boolean cancelled() {
        return cancelled.get();
    }

    /**
     * Runs the tasks and returns when all that began have ended.
     *
     * @param waitsFor for each process those whose tasks have to be done before; names outside of the map do not count
     * @return the first failure
     * @throws InvalidInputException when processes wait for each other in a circle; nothing was run
     */
    Optional<Exception> run(Map<ProcessName, Set<ProcessName>> waitsFor, Task task) throws InvalidInputException {
        refuseCircles(waitsFor);
        Map<ProcessName, Set<ProcessName>> waiting = copy(waitsFor);
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, waitsFor.size()), work -> {
            Thread thread = new Thread(work, "e2e-process");
            thread.setDaemon(true);
            return thread;
        });
        Optional<Exception> failure = Optional.empty();
        try {
            var results = new ExecutorCompletionService<ProcessName>(threads);
            int running = 0;
            while (true) {
                for (ProcessName name : cancelled() ? Set.<ProcessName>of() : free(waiting)) {
                    waiting.remove(name);
                    results.submit(() -> {
                        task.run(name);
                        return name;
                    });
                    running++;
                }
                if (running == 0) {
                    return failure;
                }
                running--;
                try {
                    ProcessName done = results.take().get();
                    waiting.values().forEach(names -> names.remove(done));
                } catch (ExecutionException e) {
                    cancel();
                    if (failure.isEmpty()) {
                        failure = Optional.of(e.getCause() instanceof Exception cause ? cause : e);
                    }
                } catch (InterruptedException e) {
                    cancel();
                    threads.shutdownNow();
                    running++; // the one we did not wait for
                    failure = Optional.of(e);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    static void refuseCircles(Map<ProcessName, Set<ProcessName>> waitsFor) throws InvalidInputException {
        Map<ProcessName, Set<ProcessName>> left = copy(waitsFor);
        while (!left.isEmpty()) {
            Set<ProcessName> next = free(left);
            if (next.isEmpty()) {
                throw new InvalidInputException(
                        "<dependsOn> goes round in a circle among " + left.keySet() + "; take one of them out");
            }
            left.keySet().removeAll(next);
            left.values().forEach(names -> names.removeAll(next));
        }
    }

    private static Set<ProcessName> free(Map<ProcessName, Set<ProcessName>> waiting) {
        Set<ProcessName> free = new TreeSet<>();
        waiting.forEach((name, names) -> {
            if (names.isEmpty()) {
                free.add(name);
            }
        });
        return free;
    }

    private static Map<ProcessName, Set<ProcessName>> copy(Map<ProcessName, Set<ProcessName>> waitsFor) {
        Map<ProcessName, Set<ProcessName>> copy = new TreeMap<>();
        waitsFor.forEach((name, names) -> {
            Set<ProcessName> known = new TreeSet<>(names);
            known.retainAll(waitsFor.keySet());
            copy.put(name, known);
        });
        return new LinkedHashMap<>(copy);
    }
}
