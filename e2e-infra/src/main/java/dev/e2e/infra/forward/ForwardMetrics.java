package dev.e2e.infra.forward;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The forwards' figures for Prometheus, read when they are asked for. */
final class ForwardMetrics {
    private static final String PREFIX = "e2e_port_forward_";

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final List<Forward> forwards;

    ForwardMetrics(List<Forward> forwards) {
        this.forwards = forwards;
        gauge(
                "ready",
                "1 where new connections find a pod that answers.",
                one -> one.condition().isReady() ? 1 : 0);
        gauge("open_connections", "Connections at this time.", Forward::openConnections);
        counter(
                "connections_total",
                "Connections that were accepted.",
                one -> one.figures().connections().sum());
        counter(
                "failed_connections_total",
                "Connections that got no tunnel in time.",
                one -> one.figures().failedConnections().sum());
        counter(
                "reconnects_total",
                "How often a lost pod was found again.",
                one -> one.figures().reconnects().sum());
        counter(
                "to_pod_bytes_total",
                "Bytes sent to pods.",
                one -> one.figures().bytesToPod().sum());
        counter(
                "from_pod_bytes_total",
                "Bytes received from pods.",
                one -> one.figures().bytesFromPod().sum());
    }

    PrometheusRegistry registry() {
        return registry;
    }

    private void gauge(String name, String help, ToDoubleFunction<Forward> value) {
        GaugeWithCallback.builder()
                .name(PREFIX + name)
                .help(help)
                .labelNames("target")
                .callback(callback -> forwards.forEach(one ->
                        callback.call(value.applyAsDouble(one), one.spec().target())))
                .register(registry);
    }

    private void counter(String name, String help, ToDoubleFunction<Forward> value) {
        CounterWithCallback.builder()
                .name(PREFIX + name)
                .help(help)
                .labelNames("target")
                .callback(callback -> forwards.forEach(one ->
                        callback.call(value.applyAsDouble(one), one.spec().target())))
                .register(registry);
    }
}
