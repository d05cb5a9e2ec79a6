package dev.e2e.collector;

import dev.e2e.runtime.HttpEndpoints;
import dev.e2e.runtime.Log;
import dev.e2e.runtime.Shutdown;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running collector: its parts and their threads.
 *
 * @param interval time between the beats
 * @param parallelLists how many kinds are read side by side
 * @param watching whether changes are sent between the snapshots
 * @param httpPort 0 for any free one
 */
record Collector(
        KubernetesAccess kubernetes,
        ApiServer.Patience patience,
        SnapshotOutput output,
        Selection selection,
        Duration interval,
        int parallelLists,
        boolean watching,
        int httpPort) {

    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
    /** How long a running cycle may take to end when it is told to, with what it has read and sent. */
    private static final Duration LAST_MOMENTS = Duration.ofSeconds(7);

    /** Works until the end is asked for, and closes the output. */
    void run(Shutdown shutdown) throws IOException, InterruptedException {
        try (output) {
            prepareOutput();
            MonotonicTime time = new MonotonicTime(interval);
            CollectorState state = new CollectorState(time);
            CollectorMetrics metrics = new CollectorMetrics();
            try (ApiServer server = kubernetes.open(patience);
                    Watches watches = new Watches(server, output, selection, time::wake);
                    HttpEndpoints endpoints = HttpEndpoints.start(
                            httpPort,
                            new HttpEndpoints.Sources(() -> "", state::unready, state::json, metrics.registry()))) {
                LOG.info(
                        "collecting {} kinds from {} every {} to {}",
                        selection.kinds().size(),
                        server.url(),
                        seconds(interval),
                        output);
                Watch watch = new Watch(state, metrics, endpoints.url(), output, shutdown);
                runCycles(new CycleLoop(interval, time, cycle(server, watches), watch), shutdown);
            }
        }
    }

    private SnapshotCycle cycle(ApiServer server, Watches watches) {
        Pace pace = new Pace(interval, parallelLists);
        Optional<Watches> between = Optional.of(watches).filter(some -> watching);
        return new SnapshotCycle(server, output, selection, pace, Clock.systemUTC(), between);
    }

    /** Loading the Kafka client takes as long as reading the kubeconfig: side by side. */
    private void prepareOutput() {
        Thread preparation = new Thread(output::prepare, "output-preparation");
        preparation.setDaemon(true);
        preparation.start();
    }

    /**
     * Collects one snapshot, and closes the output.
     *
     * @return how it ended; failed too where the end was asked for meanwhile
     */
    CycleResult runOnce(Shutdown shutdown) throws InterruptedException {
        Thread thread = Thread.currentThread();
        shutdown.onRequest(thread::interrupt);
        try (output) {
            prepareOutput();
            try (ApiServer server = kubernetes.open(patience)) {
                Pace pace = new Pace(interval, parallelLists);
                CycleResult result = new SnapshotCycle(server, output, selection, pace, Clock.systemUTC()).run();
                if (result instanceof CycleResult.Failed failed) {
                    tellTheLast(failed, output);
                } else if (result instanceof CycleResult.Sent sent) {
                    tell(sent.report());
                }
                return result;
            }
        }
    }

    /** What failed for good. */
    private static void tellTheLast(CycleResult.Failed failed, SnapshotOutput output) {
        if (output.left()) {
            LOG.debug("nobody reads any more: {}", failed.reason());
        } else {
            LOG.error("cycle failed: {}", failed.reason());
        }
    }

    private static void tell(SnapshotReport report) {
        if (report.status() == SnapshotStatus.COMPLETE) {
            LOG.info("{}", report.line());
        } else {
            LOG.warn("{}", report.line());
        }
    }

    private static void runCycles(CycleLoop loop, Shutdown shutdown) throws InterruptedException {
        FutureTask<Void> cycles = new FutureTask<>(() -> {
            loop.run();
            return null;
        });
        Thread thread = new Thread(
                () -> {
                    cycles.run();
                    shutdown.request();
                },
                "cycles");
        thread.start();
        shutdown.await();
        thread.interrupt();
        try {
            cycles.get(LAST_MOMENTS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof InterruptedException)) {
                throw new IllegalStateException("the cycles ended: " + e.getCause(), e.getCause());
            }
        } catch (TimeoutException e) {
            LOG.debug("the running cycle is left behind", e);
        }
    }

    private static String seconds(Duration duration) {
        double seconds = duration.toMillis() / 1000.0;
        return String.format(Locale.ROOT, seconds == Math.rint(seconds) ? "%.0f s" : "%.1f s", seconds);
    }

    /** Tells the world how the cycles go. */
    private record Watch(
            CollectorState state, CollectorMetrics metrics, String url, SnapshotOutput output, Shutdown shutdown)
            implements CycleLoop.Listener {
        @Override
        public void started() {
            LOG.debug("a cycle starts");
        }

        @Override
        public void ended(CycleResult result, Duration took, long skippedBeats, Duration pause) {
            boolean wasReady = state.ready();
            state.ended(result, took, pause);
            metrics.ended(result, took, skippedBeats);
            if (result instanceof CycleResult.Failed failed && output.broken()) {
                tellTheLast(failed, output);
                shutdown.request();
            } else if (result instanceof CycleResult.Failed failed) {
                LOG.warn("cycle failed: {}; next one in {}", failed.reason(), seconds(pause));
            } else if (result instanceof CycleResult.Sent sent) {
                tell(sent.report());
                if (!wasReady && !shutdown.isRequested()) {
                    Log.ready(Map.of("url", url));
                }
            }
            if (skippedBeats > 0) {
                LOG.warn(
                        "the cycle took {}, longer than COLLECTION_INTERVAL: {} skipped; next one in {}",
                        seconds(took),
                        skippedBeats == 1 ? "1 beat" : skippedBeats + " beats",
                        seconds(pause));
            }
        }
    }
}
