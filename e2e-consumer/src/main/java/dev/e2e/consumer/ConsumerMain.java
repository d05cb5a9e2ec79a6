package dev.e2e.consumer;

import dev.e2e.runtime.Application;
import dev.e2e.runtime.HttpEndpoints;
import dev.e2e.runtime.InvalidSettingsException;
import dev.e2e.runtime.Log;
import dev.e2e.runtime.Setting;
import dev.e2e.runtime.Settings;
import dev.e2e.runtime.Shutdown;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The consumer: reads the snapshots of clusters from Kafka and verifies that each arrived whole. */
public final class ConsumerMain {
    /** How snapshots are told of on standard output. */
    enum Format {
        LINE,
        JSON
    }

    private static final Setting<Format> FORMAT = Setting.choice(
            "--format",
            "line: snapshots are told of by the log; json: by one document a line, and the log goes to standard error",
            Format.class,
            "line");
    private static final Setting<Path> OUTPUT = Setting.path(
                    "--output",
                    "directory that gets a file SNAPSHOT_ID.jsonl for each verified snapshot, its records one a line",
                    "")
            .optional();

    private ConsumerMain() {}

    /** Runs until TERM. */
    public static void main(String[] arguments) {
        new Application(
                        "e2e-consumer",
                        "reads snapshots of Kubernetes clusters from Kafka and verifies that each arrived whole",
                        settings())
                .main(arguments, ConsumerMain::run);
    }

    private static List<Setting<?>> settings() {
        List<Setting<?>> all = new ArrayList<>(ConsumerSettings.ALL);
        all.addAll(LookOptions.ALL);
        all.add(FORMAT);
        all.add(OUTPUT);
        return all;
    }

    private static int run(Settings settings, Shutdown shutdown) throws Exception {
        Optional<LookOptions> look;
        List<SnapshotObserver> observers = new ArrayList<>();
        try {
            look = LookOptions.from(settings);
            settings.find(OUTPUT).map(ConsumerMain::files).ifPresent(observers::add);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingsException(List.of(String.valueOf(e.getMessage())));
        }
        Optional<OutcomeLines> lines = Optional.empty();
        if (settings.get(FORMAT) == Format.JSON) {
            Log.toStandardError();
            lines = Optional.of(new OutcomeLines(System.out, Clock.systemUTC()));
            observers.add(lines.get());
        }
        Log.quiet("org.apache.kafka"); // what matters of it is said by the loop, once and in one line
        Log.silence("org.apache.kafka.clients.NetworkClient"); // refusals, which are thrown too
        Log.silence("org.apache.kafka.clients.consumer.internals.ConsumerCoordinator");
        ConsumerSettings consumer = ConsumerSettings.from(settings, System.getenv());
        try {
            if (look.isPresent()) {
                return look(new Look(consumer, look.get(), shutdown, observers), lines);
            }
            consume(settings, consumer, shutdown, observers);
            return Application.OK;
        } catch (AuthenticationException | AuthorizationException e) {
            LoggerFactory.getLogger(ConsumerMain.class)
                    .error("{}", new Refusal(consumer).of(e).orElseThrow(() -> e));
            return Application.FAILED;
        }
    }

    private static SnapshotFiles files(Path directory) {
        try {
            return SnapshotFiles.in(directory);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--output: '%s' %s".formatted(directory, e.getMessage()), e);
        }
    }

    private static int look(Look look, Optional<OutcomeLines> lines) throws InterruptedException {
        Look.Result result = look.run();
        Logger log = LoggerFactory.getLogger(ConsumerMain.class);
        if (result.isMet()) {
            log.info("{}", result.reason());
        } else {
            log.error("{}", result.reason());
            result.differences().forEach(difference -> log.error("  {}", difference));
        }
        lines.ifPresent(it -> it.result(result));
        return result.isMet() ? Application.OK : Application.FAILED;
    }

    private static void consume(
            Settings settings, ConsumerSettings consumer, Shutdown shutdown, List<SnapshotObserver> observers)
            throws Exception {
        Statistics statistics = new Statistics();
        AtomicReference<String> url = new AtomicReference<>();
        Condition condition = new Condition(() -> Log.ready(Map.of("url", url.get())));
        StatusDocument status = new StatusDocument(condition, statistics);
        HttpEndpoints.Sources sources = new HttpEndpoints.Sources(
                condition::unhealthy, condition::unready, status::text, statistics.registry());
        try (HttpEndpoints endpoints = HttpEndpoints.start(settings.get(Application.HTTP_PORT), sources)) {
            url.set(endpoints.url());
            read(new Reading(consumer, statistics, condition, shutdown, observers), condition, shutdown);
        }
    }

    /**
     * Reads in this thread. When that fails before the consumer was ever ready, the process ends, so that whoever
     * started it knows at once; later it stays, unwell, so that {@code /healthz} tells the reason until it is stopped.
     */
    private static void read(Reading reading, Condition condition, Shutdown shutdown) throws Exception {
        try {
            reading.run();
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
