package dev.e2e.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.e2e.runtime.Shutdown;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A consumer in this JVM, in a thread of its own. */
final class RunningConsumer implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(30);

    private final Statistics statistics = new Statistics();
    private final Condition condition = new Condition(() -> {});
    private final Shutdown shutdown = new Shutdown();
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    private RunningConsumer(ConsumerSettings settings) {
        PollLoop loop = new PollLoop(settings, statistics, condition, shutdown, List.of());
        Thread thread = new Thread(
                () -> {
                    try {
                        loop.run();
                        end.complete(null);
                    } catch (Exception | Error e) {
                        end.completeExceptionally(e);
                    }
                },
                "consumer-under-test");
        thread.setDaemon(true);
        thread.start();
    }

    static RunningConsumer start(ConsumerSettings settings) {
        return new RunningConsumer(settings);
    }

    static RunningConsumer startReady(ConsumerSettings settings) {
        RunningConsumer consumer = start(settings);
        consumer.awaitReady();
        return consumer;
    }

    Statistics statistics() {
        return statistics;
    }

    Condition condition() {
        return condition;
    }

    void awaitReady() {
        await().untilAsserted(() -> {
            assertThat(end).as("the loop still runs").isNotDone();
            assertThat(condition.unready()).isEmpty();
        });
    }

    void awaitSnapshots(Statistics.Ending ending, int count) {
        await().untilAsserted(() -> assertThat(statistics.snapshots(ending)).isEqualTo(count));
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(20));
    }

    /** Ends it as TERM does; once is enough. */
    void stop() {
        shutdown.request();
        end.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        stop();
    }
}
