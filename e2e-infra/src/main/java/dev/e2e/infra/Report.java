package dev.e2e.infra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a check found.
 *
 * @param values by their full keys, such as {@code kafka.state}, in the order of the lines
 */
record Report(Map<String, String> values) {

    static Report kafka(KafkaState state, String address, String version, int brokers, String reason) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("kafka.state", state.text());
        values.put("kafka.address", address);
        values.put("kafka.version", version);
        values.put("kafka.brokers", Integer.toString(brokers));
        values.put("kafka.reason", reason);
        return new Report(values);
    }

    static Report kubernetes(
            KubernetesState state, String context, String server, String version, String kubeconfig, String reason) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("kubernetes.state", state.text());
        values.put("kubernetes.context", context);
        values.put("kubernetes.server", server);
        values.put("kubernetes.version", version);
        values.put("kubernetes.kubeconfig", kubeconfig);
        values.put("kubernetes.reason", reason);
        return new Report(values);
    }

    /** {@code key=value}, each on one line. */
    List<String> lines() {
        return values.entrySet().stream()
                .map(value -> value.getKey() + "=" + value.getValue().replaceAll("\\R", " "))
                .toList();
    }

    /** Whether Kafka is there: {@code REFUSED} when what its clients were told is not what it wants. */
    enum KafkaState {
        REACHABLE,
        UNREACHABLE,
        REFUSED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Whether Kubernetes is there: {@code UNCONFIGURED} when nothing says where it could be, {@code INVALID} when what
     * says so is wrong.
     */
    enum KubernetesState {
        REACHABLE,
        UNREACHABLE,
        UNCONFIGURED,
        INVALID;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
