package dev.e2e.collector;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;

/** The collector's figures for Prometheus. */
final class CollectorMetrics {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter cycles = Counter.builder()
            .name("e2e_collector_cycles_total")
            .help("Cycles by how they ended: complete, partial or failed.")
            .labelNames("status")
            .register(registry);
    private final Counter skippedBeats = Counter.builder()
            .name("e2e_collector_skipped_beats_total")
            .help("Beats of the interval that passed while a cycle was running.")
            .register(registry);
    private final Histogram duration = Histogram.builder()
            .name("e2e_collector_cycle_duration_seconds")
            .help("Duration of cycles, failed ones included.")
            .classicOnly()
            .classicUpperBounds(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
            .register(registry);
    private final Gauge objects = Gauge.builder()
            .name("e2e_collector_objects")
            .help("Objects in the last snapshot.")
            .labelNames("kind")
            .register(registry);
    private final Counter records = Counter.builder()
            .name("e2e_collector_records_total")
            .help("Records of snapshots that were acknowledged.")
            .register(registry);
    private final Counter bytes = Counter.builder()
            .name("e2e_collector_bytes_total")
            .help("Bytes of the values of these records, uncompressed.")
            .register(registry);
    private final Gauge lastSuccess = Gauge.builder()
            .name("e2e_collector_last_success_timestamp_seconds")
            .help("When the last snapshot was acknowledged, since 1970; 0 before the first.")
            .register(registry);

    PrometheusRegistry registry() {
        return registry;
    }

    void ended(CycleResult result, Duration took, long skipped) {
        duration.observe(took.toNanos() / 1e9);
        skippedBeats.inc(skipped);
        if (result instanceof CycleResult.Sent sent) {
            SnapshotReport report = sent.report();
            cycles.labelValues(report.status().id()).inc();
            objects.clear();
            for (KindResult kind : report.kinds()) {
                kind.sent()
                        .ifPresent(some -> objects.labelValues(kind.kind().id()).set((double) some.count()));
            }
            records.inc(report.records());
            bytes.inc(report.bytes());
            lastSuccess.set(report.finishedAt().toEpochMilli() / 1e3);
        } else {
            cycles.labelValues("failed").inc();
        }
    }
}
