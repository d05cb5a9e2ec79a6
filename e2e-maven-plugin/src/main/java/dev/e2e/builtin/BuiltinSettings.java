package dev.e2e.builtin;

import dev.e2e.process.ProcessName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * How the built-in processes are set up.
 *
 * @param java the {@code java} program that runs them
 * @param directory where they run
 * @param infrastructure where Kafka and Kubernetes come from
 * @param kafka the Kafka that is there, or is looked for
 * @param kubeconfig the file, or several joined by the path separator; empty: as kubectl finds it
 * @param context of the kubeconfig; empty: its current context
 * @param interval from one collection to the next
 * @param startupTimeout how long each may take to be ready
 * @param shutdownTimeout how long each may take to end by itself
 * @param consumerPort the loopback port of the consumer's endpoints; 0 is any free one
 * @param collectorPort the loopback port of the collector's endpoints; 0 is any free one
 * @param portForwarding what is forwarded where {@code port-forward} is asked for
 */
public record BuiltinSettings(
        Path java,
        Path directory,
        Infrastructure infrastructure,
        Kafka kafka,
        String kubeconfig,
        String context,
        Duration interval,
        Duration startupTimeout,
        Duration shutdownTimeout,
        int consumerPort,
        int collectorPort,
        PortForwarding portForwarding) {

    /** @throws IllegalArgumentException when a value cannot be used; the message names the property */
    public BuiltinSettings {
        refusePort("e2e.consumer.port", consumerPort);
        refusePort("e2e.collector.port", collectorPort);
        refusePort("e2e.portForward.port", portForwarding.httpPort());
    }

    private static void refusePort(String property, int port) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException(
                    property + ": expected a port from 0 (any free one) to 65535, got '" + port + "'");
        }
    }

    /** The same with an infrastructure from elsewhere. */
    public BuiltinSettings with(Infrastructure other) {
        return new BuiltinSettings(
                java,
                directory,
                other,
                kafka,
                kubeconfig,
                context,
                interval,
                startupTimeout,
                shutdownTimeout,
                consumerPort,
                collectorPort,
                portForwarding);
    }

    /** Whether Kafka is reached through the process {@code port-forward}, where that is one of these. */
    boolean kafkaIsForwarded(Set<ProcessName> names) {
        return names.contains(BuiltinSpecs.PORT_FORWARD) && portForwarding.carries(kafka.servers());
    }
}
