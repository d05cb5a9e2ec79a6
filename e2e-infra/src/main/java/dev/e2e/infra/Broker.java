package dev.e2e.infra;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.Exit;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** The server: its storage made, started once, stopped once. */
final class Broker {
    /** Kafka's way out of the JVM is one static field, so one broker starts at a time. */
    private static final Object STARTING = new Object();

    static {
        // The broker asks Log4j for log levels it could change; there is no Log4j, which would be said as an error.
        System.setProperty("log4j.provider", "org.apache.logging.log4j.simple.internal.SimpleProvider");
    }

    private final KafkaRaftServer server;

    private Broker(KafkaRaftServer server) {
        this.server = server;
    }

    /**
     * Starts a broker; when this returns it answers on its port.
     *
     * @param further as in {@link BrokerProperties#of}
     * @throws IllegalStateException when it does not start; nothing of it runs on
     */
    static Broker start(Path dataDirectory, Ports ports, Map<String, String> further) {
        return start(dataDirectory, Uuid.randomUuid(), BrokerProperties.of(dataDirectory, ports, further));
    }

    /**
     * The same, as a member of a given cluster.
     *
     * @param cluster which one, where nothing is stored yet
     * @param properties by Kafka's names
     */
    static Broker start(Path dataDirectory, Uuid cluster, Map<String, String> properties) {
        format(dataDirectory, cluster, BrokerProperties.node(properties));
        synchronized (STARTING) {
            // A controller that cannot start would end the JVM, and with it the tests that asked for it.
            Exit.setExitProcedure(Broker::refuseToExit);
            Exit.setHaltProcedure(Broker::refuseToExit);
            Broker broker = null;
            try {
                broker = new Broker(new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM));
                broker.server.startup();
                return broker;
            } catch (Exception e) {
                if (broker != null) {
                    broker.server.shutdown();
                }
                throw new IllegalStateException("Kafka did not start in %s: %s".formatted(dataDirectory, e), e);
            } finally {
                Exit.resetExitProcedure();
                Exit.resetHaltProcedure();
            }
        }
    }

    /** Stops the broker; {@code false} when it still runs after this time, or the wait was interrupted. */
    boolean stop(Duration within) {
        Thread stopping = new Thread(
                () -> {
                    server.shutdown();
                    server.awaitShutdown();
                },
                "kafka-stop");
        stopping.setDaemon(true);
        stopping.start();
        try {
            stopping.join(within.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !stopping.isAlive();
    }

    private static void format(Path dataDirectory, Uuid cluster, int node) {
        if (Files.exists(dataDirectory.resolve("meta.properties"))) {
            return;
        }
        try {
            Files.createDirectories(dataDirectory);
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(node)
                    .setClusterId(cluster.toString())
                    .setControllerListenerName(BrokerProperties.CONTROLLER)
                    .setDirectories(List.of(dataDirectory.toString()))
                    .setMetadataLogDirectory(dataDirectory.toString())
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .run();
        } catch (IOException e) {
            throw new UncheckedIOException("No storage for Kafka could be made in " + dataDirectory, e);
        } catch (Exception e) {
            throw new IllegalStateException("No storage for Kafka could be made in " + dataDirectory, e);
        }
    }

    private static void refuseToExit(int status, String message) {
        throw new IllegalStateException("it would have ended the JVM with %d: %s".formatted(status, message));
    }
}
