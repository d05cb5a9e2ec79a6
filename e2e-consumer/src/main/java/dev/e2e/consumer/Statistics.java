package dev.e2e.consumer;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The consumer's figures. Written by the thread that polls, read by those that answer HTTP. */
final class Statistics {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter records = counter("records", "Records read.");
    private final Counter bytes = counter("value_bytes", "Bytes of the values of the records read.");
    private final Counter duplicates = counter("duplicates", "Records dropped since they were seen before.");
    private final Counter deltas = counter("deltas", "Changes read that a collector sent between its snapshots.");
    private final Counter deadLetters = counter("dead_letters", "Unreadable records handed to the dead letter topic.");
    private final Counter snapshots = Counter.builder()
            .name("e2e_consumer_snapshots")
            .help("Snapshots by the way they ended.")
            .labelNames("outcome")
            .register(registry);
    private final Gauge open = gauge("open_snapshots", "Snapshots whose end was not read yet.");
    private final Gauge lag = gauge("lag_records", "Records in the assigned partitions that were not read yet.");
    private final Gauge lagSeconds =
            gauge("lag_seconds", "Age of the record that was read last where others follow it; 0 where all were read.");
    private final Gauge lastVerifiedAt =
            gauge("last_verified_timestamp_seconds", "When a snapshot was verified last, in seconds since 1970.");
    private volatile @Nullable LastVerified lastVerified;
    private volatile Optional<Lag.Sample> knownLag = Optional.empty();

    /** How snapshots end, as far as they are counted. */
    enum Ending {
        VERIFIED,
        INCOMPLETE,
        FAILED,
        /** A message of version 1, which has nothing to be verified by. */
        VERSION_1
    }

    Statistics() {
        for (Ending ending : Ending.values()) {
            snapshots.initLabelValues(label(ending)); // so that a scrape shows them from the start
        }
    }

    PrometheusRegistry registry() {
        return registry;
    }

    void read(int count, long valueBytes) {
        records.inc(count);
        bytes.inc(valueBytes);
    }

    void duplicate() {
        duplicates.inc();
    }

    void delta() {
        deltas.inc();
    }

    long deltas() {
        return deltas.getLongValue();
    }

    void deadLetter() {
        deadLetters.inc();
    }

    void ended(Ending ending) {
        snapshots.labelValues(label(ending)).inc();
    }

    void verified(LastVerified verified) {
        ended(Ending.VERIFIED);
        lastVerifiedAt.set(verified.at().toEpochMilli() / 1000.0);
        lastVerified = verified;
    }

    void openSnapshots(int count) {
        open.set(count);
    }

    /** @param sampled empty while it is not known, as before the first answer of the broker */
    void lag(Optional<Lag.Sample> sampled) {
        sampled.ifPresent(sample -> {
            lag.set((double) sample.records());
            sample.millis().ifPresent(millis -> lagSeconds.set(millis / 1000.0));
        });
        knownLag = sampled;
    }

    /** In records; empty while it is not known. */
    OptionalLong lag() {
        return knownLag.map(sample -> OptionalLong.of(sample.records())).orElse(OptionalLong.empty());
    }

    /** In milliseconds; empty while it is not known. */
    OptionalLong lagMillis() {
        return knownLag.map(Lag.Sample::millis).orElse(OptionalLong.empty());
    }

    Optional<LastVerified> lastVerified() {
        return Optional.ofNullable(lastVerified);
    }

    long duplicates() {
        return duplicates.getLongValue();
    }

    long deadLetters() {
        return deadLetters.getLongValue();
    }

    long openSnapshots() {
        return (long) open.get();
    }

    long snapshots(Ending ending) {
        return snapshots.labelValues(label(ending)).getLongValue();
    }

    private static String label(Ending ending) {
        return ending.name().toLowerCase(Locale.ROOT);
    }

    private Counter counter(String name, String help) {
        return Counter.builder().name("e2e_consumer_" + name).help(help).register(registry);
    }

    private Gauge gauge(String name, String help) {
        return Gauge.builder().name("e2e_consumer_" + name).help(help).register(registry);
    }
}
