package dev.e2e.consumer;

import dev.e2e.runtime.Application;
import dev.e2e.runtime.HttpEndpoints;
import dev.e2e.runtime.Log;
import dev.e2e.runtime.Settings;
import dev.e2e.runtime.Shutdown;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.LoggerFactory;

/** The consumer: reads the snapshots of clusters from Kafka and verifies that each arrived whole. */
public final class ConsumerMain {
    private ConsumerMain() {}

    /** Runs until TERM. */
    public static void main(String[] arguments) {
        new Application(
                        "e2e-consumer",
                        "reads snapshots of Kubernetes clusters from Kafka and verifies that each arrived whole",
                        ConsumerSettings.ALL)
                .main(arguments, ConsumerMain::run);
    }

    private static int run(Settings settings, Shutdown shutdown) throws Exception {
        Log.quiet("org.apache.kafka"); // what matters of it is said by the loop, once and in one line
        Statistics statistics = new Statistics();
        AtomicReference<String> url = new AtomicReference<>();
        Condition condition = new Condition(() -> Log.ready(Map.of("url", url.get())));
        StatusDocument status = new StatusDocument(condition, statistics);
        HttpEndpoints.Sources sources = new HttpEndpoints.Sources(
                condition::unhealthy, condition::unready, status::text, statistics.registry());
        try (HttpEndpoints endpoints = HttpEndpoints.start(settings.get(Application.HTTP_PORT), sources)) {
            url.set(endpoints.url());
            poll(
                    new PollLoop(ConsumerSettings.from(settings, System.getenv()), statistics, condition, shutdown),
                    condition,
                    shutdown);
        }
        return Application.OK;
    }

    /**
     * Polls in this thread. When that fails before the consumer was ever ready, the process ends, so that whoever
     * started it knows at once; later it stays, unwell, so that {@code /healthz} tells the reason until it is stopped.
     */
    private static void poll(PollLoop loop, Condition condition, Shutdown shutdown) throws Exception {
        try {
            loop.run();
        } catch (RuntimeException | Error e) {
            if (!condition.wasReady()) {
                throw e;
            }
            LoggerFactory.getLogger(ConsumerMain.class).error("reading ended: {}", e.getMessage(), e);
            condition.died("reading ended: " + e);
            shutdown.await();
        }
    }
}
