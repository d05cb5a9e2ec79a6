package dev.e2e.collector;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is watched between two snapshots: each kind that was read whole, from the version of its list. What changes is
 * sent as deltas, which go on counting where the snapshot ended. The next snapshot is begun when the watches have ended.
 */
final class Watches implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watches.class);
    private static final long LAST_MOMENTS_MILLIS = 300;

    private final ApiServer server;
    private final SnapshotOutput output;
    private final Selection selection;
    private final Resync resync;
    private @Nullable Running running;

    /** Asks for a snapshot before its time. */
    @FunctionalInterface
    interface Resync {
        void request();
    }

    private record Running(ExecutorService threads, SnapshotOutput.Delivery delivery, AtomicBoolean broken) {}

    Watches(ApiServer server, SnapshotOutput output, Selection selection, Resync resync) {
        this.server = server;
        this.output = output;
        this.selection = selection;
        this.resync = resync;
    }

    /**
     * Starts to watch.
     *
     * @param snapshot the one that was sent last
     * @param kinds how their reading ended
     */
    synchronized void start(SnapshotWriter snapshot, Owners owners, List<KindResult> kinds)
            throws InterruptedException {
        try {
            watch(snapshot, owners, kinds, output.open());
        } catch (CycleFailedException e) {
            LOG.warn("nothing is watched until the next snapshot: {}", e.reason());
        }
    }

    private void watch(SnapshotWriter snapshot, Owners owners, List<KindResult> kinds, SnapshotOutput.Delivery delivery)
            throws CycleFailedException, InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool();
        AtomicBoolean broken = new AtomicBoolean();
        running = new Running(threads, delivery, broken);
        SnapshotWriter deltas = snapshot.goingOn(delivery);
        KindReader reader = new KindReader(server, selection.namespaces(), Budget.of(Duration.ZERO));
        for (KindResult kind : kinds) {
            Optional<KindResult.Sent> whole =
                    kind.sent().filter(sent -> kind.problem().isEmpty());
            if (whole.isPresent()) {
                for (String list : reader.listsOrNone(kind.kind())) {
                    KindWatch watch = new KindWatch(server, kind.kind(), list, owners, deltas);
                    threads.execute(() -> run(watch, whole.get().resourceVersion(), broken));
                }
            }
        }
    }

    private void run(KindWatch watch, String resourceVersion, AtomicBoolean broken) {
        try {
            watch.run(resourceVersion);
        } catch (ApiException e) {
            if (e.code() == ApiException.GONE) {
                LOG.info("watch of {}: {}; a snapshot brings what was missed", watch.kind(), e.reason());
                resync.request();
            } else {
                LOG.info("{} is not watched until the next snapshot: {}", watch.kind(), e.reason());
            }
        } catch (CycleFailedException e) {
            if (output.broken()) {
                resync.request(); // the next snapshot tells it to everybody
            } else if (!broken.getAndSet(true)) {
                LOG.warn("deltas end until the next snapshot: {}", e.reason());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the watches; what they have sent has arrived, or this says in the log that it has not. */
    synchronized void stop() {
        Running now = running;
        running = null;
        if (now == null) {
            return;
        }
        now.threads().shutdownNow();
        try (SnapshotOutput.Delivery delivery = now.delivery()) {
            now.threads().awaitTermination(LAST_MOMENTS_MILLIS, TimeUnit.MILLISECONDS);
            if (!now.broken().get()) {
                delivery.awaitAcknowledged();
            }
        } catch (CycleFailedException e) {
            LOG.warn("deltas before this snapshot may not have arrived: {}", e.reason());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
