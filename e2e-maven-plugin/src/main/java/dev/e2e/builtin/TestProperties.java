package dev.e2e.builtin;

import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessState;
import java.util.Map;
import java.util.TreeMap;

/** What tests need to know of processes that run, as properties. */
public final class TestProperties {
    /** Where Kubernetes is. */
    static final String KUBECONFIG = "e2e.kubeconfig";

    /** Those that stand for the infrastructure wherever it comes from, and what the embedded one publishes for each. */
    private static final Map<String, String> OF_INFRA =
            Map.of(Kafka.SERVERS, "bootstrapServers", KUBECONFIG, "kubeconfig");

    private TestProperties() {}

    /**
     * After a start.
     *
     * @param kubeconfig the one that counts where Kubernetes is not embedded; empty: none
     */
    static Map<String, String> of(Map<ProcessName, ProcessState> states, Kafka kafka, String kubeconfig) {
        Map<String, String> properties = published(states);
        String embeddedKafka = properties.get(property(BuiltinSpecs.INFRA, "bootstrapServers"));
        properties.put(Kafka.SERVERS, embeddedKafka == null ? kafka.bootstrapServers() : embeddedKafka);
        properties.put(Kafka.PROPERTIES, embeddedKafka == null ? kafka.properties() : "");
        String usedKubeconfig = properties.getOrDefault(property(BuiltinSpecs.INFRA, "kubeconfig"), kubeconfig);
        if (!usedKubeconfig.isEmpty()) {
            properties.put(KUBECONFIG, usedKubeconfig);
        }
        return properties;
    }

    /** What processes published and which ports they were given. */
    static Map<String, String> published(Map<ProcessName, ProcessState> states) {
        Map<String, String> properties = new TreeMap<>();
        states.forEach((name, state) -> {
            state.published().forEach((key, value) -> properties.put(property(name, key), value));
            state.ports().forEach((key, value) -> properties.put(key, Integer.toString(value)));
        });
        return properties;
    }

    /**
     * After the restart of a process.
     *
     * @param current the properties as they are; one that stands for what was published before is new too
     */
    public static Map<String, String> renewed(ProcessState before, ProcessState after, Map<?, ?> current) {
        Map<String, String> properties = new TreeMap<>();
        after.published().forEach((key, value) -> properties.put(property(after.name(), key), value));
        if (after.name().equals(BuiltinSpecs.INFRA)) {
            OF_INFRA.forEach((property, key) -> {
                String value = after.published().get(key);
                String was = before.published().get(key);
                if (value != null && was != null && was.equals(current.get(property))) {
                    properties.put(property, value);
                }
            });
        }
        return properties;
    }

    private static String property(ProcessName name, String key) {
        return "e2e." + name + "." + key;
    }
}
