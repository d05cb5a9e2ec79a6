package dev.e2e.collector;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Reads kinds side by side, a few at a time. Pods come after the ReplicaSets, which tell whose they are.
 *
 * @param lists how many are read at a time
 */
record SideBySide(KindReader reader, SnapshotWriter snapshot, Owners owners, int lists) {
    private static final long LAST_MOMENTS_MILLIS = 1_000;

    /**
     * What was read.
     *
     * @param kinds in the order in which they were asked for
     * @param toldToEnd whether the thread was interrupted meanwhile; what was not read by then tells that for its problem
     */
    record Outcome(List<KindResult> kinds, boolean toldToEnd) {}

    /**
     * Reads all of them.
     *
     * @throws InterruptedException when the thread is interrupted, and what was read by then is not to be had
     */
    Outcome read(Collection<Kind> kinds) throws CycleFailedException, InterruptedException {
        List<List<Kind>> queues = queues(kinds);
        Map<Kind, KindResult> results = new HashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(lists, queues.size()));
        CompletionService<List<KindResult>> done = new ExecutorCompletionService<>(threads);
        try {
            queues.forEach(queue -> done.submit(() -> readInTurn(queue)));
            for (int i = 0; i < queues.size(); i++) {
                add(done.take(), results);
            }
            return outcome(kinds, results, false);
        } catch (InterruptedException e) {
            addWhatEnds(threads, done, results, e);
            return outcome(kinds, results, true);
        } finally {
            end(threads);
        }
    }

    private static void add(Future<List<KindResult>> done, Map<Kind, KindResult> results)
            throws CycleFailedException, InterruptedException {
        try {
            done.get().forEach(result -> results.put(result.kind(), result));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CycleFailedException failure) {
                throw failure;
            }
            throw new IllegalStateException("a kind could not be read: " + e.getCause(), e.getCause());
        }
    }

    /** Interrupts the readings, of which each ends with what it has. */
    private static void addWhatEnds(
            ExecutorService threads,
            CompletionService<List<KindResult>> done,
            Map<Kind, KindResult> results,
            InterruptedException interruption)
            throws InterruptedException {
        threads.shutdownNow();
        if (!threads.awaitTermination(LAST_MOMENTS_MILLIS, TimeUnit.MILLISECONDS)) {
            throw interruption;
        }
        try {
            for (var each = done.poll(); each != null; each = done.poll()) {
                add(each, results);
            }
        } catch (CycleFailedException e) {
            interruption.addSuppressed(e);
            throw interruption;
        }
    }

    private static Outcome outcome(Collection<Kind> kinds, Map<Kind, KindResult> results, boolean toldToEnd) {
        return new Outcome(
                kinds.stream()
                        .map(kind -> results.getOrDefault(kind, KindResult.unread(kind)))
                        .toList(),
                toldToEnd);
    }

    /** Kinds that are read one after the other, for each of such kinds. */
    private static List<List<Kind>> queues(Collection<Kind> kinds) {
        List<List<Kind>> queues = new ArrayList<>();
        if (kinds.contains(Kind.REPLICA_SET) && kinds.contains(Kind.POD)) {
            queues.add(List.of(Kind.REPLICA_SET, Kind.POD));
        }
        for (Kind kind : kinds) {
            if (queues.isEmpty() || !queues.get(0).contains(kind)) {
                queues.add(List.of(kind));
            }
        }
        return queues;
    }

    private List<KindResult> readInTurn(List<Kind> kinds) throws CycleFailedException {
        List<KindResult> results = new ArrayList<>();
        for (Kind kind : kinds) {
            results.add(reader.read(kind, snapshot.chunks(kind, owners)));
        }
        return results;
    }

    /** Nothing of a cycle that failed may trickle in behind it. */
    private static void end(ExecutorService threads) {
        threads.shutdownNow();
        try {
            threads.awaitTermination(LAST_MOMENTS_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
