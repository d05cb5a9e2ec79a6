package dev.e2e.infra;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A real Kafka broker with its controller in this JVM, on the loopback interface. Its data lies in a directory that
 * the caller owns: started again on the same directory and port, it serves what it stored.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final int ATTEMPTS = 3;
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private final Broker broker;
    private final int port;

    private EmbeddedKafka(Broker broker, int port) {
        this.broker = broker;
        this.port = port;
    }

    /**
     * Starts a broker on a free port; it is ready when this returns.
     *
     * @param dataDirectory made where it does not exist
     * @param topics made with one partition each where they do not exist
     * @throws IllegalStateException when the broker does not start
     */
    public static EmbeddedKafka start(Path dataDirectory, List<String> topics) {
        return start(dataDirectory, topics, Map.of());
    }

    /**
     * As {@link #start(Path, List)}, with more than the defaults.
     *
     * @param configuration the broker's, by Kafka's names; {@code listeners} and {@code listener.security.protocol.map}
     *     are added to those that it has, anything else replaces what it has
     */
    public static EmbeddedKafka start(Path dataDirectory, List<String> topics, Map<String, String> configuration) {
        return start(dataDirectory, topics, configuration, Ports::free, ATTEMPTS);
    }

    /**
     * Starts a broker on a given port, usually to bring back one that was closed.
     *
     * @param dataDirectory made where it does not exist
     * @param port where clients connect
     * @param topics made with one partition each where they do not exist
     * @throws IllegalStateException when the broker does not start, for example because the port is taken
     */
    public static EmbeddedKafka start(Path dataDirectory, int port, List<String> topics) {
        return start(dataDirectory, topics, Map.of(), () -> Ports.withBroker(port), 1);
    }

    /** As the others; chooses ports anew when a stranger was quicker to take one of them. */
    static EmbeddedKafka start(
            Path dataDirectory,
            List<String> topics,
            Map<String, String> configuration,
            Supplier<Ports> choice,
            int attempts) {
        try (Ports ports = choice.get()) {
            try {
                return new EmbeddedKafka(Broker.start(dataDirectory, ports, configuration), ports.broker())
                        .with(topics);
            } catch (IllegalStateException e) {
                List<Integer> taken = ports.taken();
                if (taken.isEmpty()) {
                    throw e;
                }
                if (attempts == 1) {
                    throw new IllegalStateException(
                            "Kafka did not start in %s: port %s on %s is taken; free it or let the system choose one"
                                    .formatted(dataDirectory, taken, Ports.LOOPBACK),
                            e);
                }
            }
        }
        return start(dataDirectory, topics, configuration, choice, attempts - 1);
    }

    /** Where clients connect, such as {@code 127.0.0.1:40123}. */
    public String bootstrapServers() {
        return Ports.LOOPBACK + ":" + port;
    }

    /** The port in {@link #bootstrapServers()}. */
    public int port() {
        return port;
    }

    /**
     * Stops the broker. Further calls change nothing.
     *
     * @throws IllegalStateException when it still runs after 10 s
     */
    @Override
    public void close() {
        if (!broker.stop(STOP_WITHIN)) {
            throw new IllegalStateException(
                    "Kafka at %s still runs after %d s".formatted(bootstrapServers(), STOP_WITHIN.toSeconds()));
        }
    }

    private EmbeddedKafka with(List<String> topics) {
        try {
            Topics.create(bootstrapServers(), topics);
            return this;
        } catch (RuntimeException e) {
            broker.stop(STOP_WITHIN);
            throw e;
        }
    }
}
