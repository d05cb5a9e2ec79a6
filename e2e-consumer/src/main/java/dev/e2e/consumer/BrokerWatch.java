package dev.e2e.consumer;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that Kafka answers no more, which a poll does not tell: it just brings nothing. A consumer that holds
 * partitions gets an answer every half second, and one that holds none at every heartbeat, whether there are records or
 * not. Says once when the answers end and once when they come again. Used by the thread that polls.
 */
final class BrokerWatch {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerWatch.class);

    /** Well above the heartbeat interval of 1.5 s. */
    static final Duration SILENCE = Duration.ofSeconds(5);

    private final String brokers;
    private final LongSupplier nanoClock;
    private final Metric responses;
    private double seen;
    private long seenAt;
    private boolean silent;

    /** @param metrics the consumer's */
    BrokerWatch(String brokers, Map<MetricName, ? extends Metric> metrics, LongSupplier nanoClock) {
        this.brokers = brokers;
        this.nanoClock = nanoClock;
        this.responses = metrics.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals("response-total")
                        && entry.getKey().group().equals("consumer-metrics"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the Kafka client has no metric response-total"));
        this.seenAt = nanoClock.getAsLong();
    }

    /** Looks whether there were answers since the last look, says so, and tells the condition of a change. */
    boolean look(Condition condition) {
        double now = ((Number) responses.metricValue()).doubleValue();
        boolean answered = now != seen;
        if (answered) {
            seen = now;
            seenAt = nanoClock.getAsLong();
            if (silent) {
                silent = false;
                LOG.info("Kafka at {} answers again", brokers);
                condition.brokerAnswers();
            }
        } else if (!silent && nanoClock.getAsLong() - seenAt > SILENCE.toNanos()) {
            silent = true;
            LOG.warn("Kafka at {} has not answered for {} s; trying on", brokers, SILENCE.toSeconds());
            condition.brokerSilent("Kafka at " + brokers + " does not answer");
        }
        return answered;
    }
}
