package dev.e2e.builtin;

import dev.e2e.process.InvalidInputException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Begins to find class paths before they are asked for, side by side, so that nobody waits for one after the other. */
final class EarlyClassPaths implements ClassPaths, AutoCloseable {
    private final ExecutorService threads = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "e2e-class-paths");
        thread.setDaemon(true);
        return thread;
    });
    private final ClassPaths source;
    private final Map<String, Future<List<Path>>> found = new ConcurrentHashMap<>();

    EarlyClassPaths(ClassPaths source, Collection<String> artifactIds) {
        this.source = source;
        for (String artifactId : artifactIds) {
            found.put(artifactId, begin(artifactId));
        }
    }

    private Future<List<Path>> begin(String artifactId) {
        return threads.submit(() -> source.of(artifactId));
    }

    @Override
    public List<Path> of(String artifactId) throws InvalidInputException {
        try {
            return found.computeIfAbsent(artifactId, this::begin).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InvalidInputException invalid) {
                throw invalid;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InvalidInputException("interrupted while " + artifactId + " was resolved", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
