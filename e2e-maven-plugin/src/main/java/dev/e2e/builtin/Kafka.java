package dev.e2e.builtin;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Kafka, as the built-in processes are told of it.
 *
 * @param bootstrapServers {@code host:port}, several separated by commas
 * @param topic the one that snapshots are on
 * @param properties an absolute file of properties of Kafka's clients, by Kafka's names; empty: none
 */
public record Kafka(String bootstrapServers, String topic, String properties) {
    /** The property of {@link #bootstrapServers()}. */
    public static final String SERVERS = "e2e.kafka.bootstrapServers";
    /** Where Kafka is looked for if nothing is said. */
    public static final String DEFAULT_SERVERS = "localhost:9092";
    /** The property of {@link #properties()}. */
    public static final String PROPERTIES = "e2e.kafka.properties";
    /** The property of {@link #topic()}. */
    public static final String TOPIC = "e2e.kafka.topic";

    /** The variables by which the applications are told of them. */
    static final String SERVERS_VARIABLE = "KAFKA_BROKERS";

    static final String TOPIC_VARIABLE = "KAFKA_TOPIC";
    static final String PROPERTIES_VARIABLE = "KAFKA_PROPERTIES";

    private static final Pattern SERVER = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^:\\[\\]\\s,]+):([0-9]{1,5})");
    private static final Pattern TOPIC_NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
    /** The applications take each of these for a property of Kafka's clients. */
    private static final List<String> OF_CLIENTS = List.of("KAFKA_SSL_", "KAFKA_SASL_", "KAFKA_SECURITY_");

    /** @throws IllegalArgumentException when a value cannot be used; the message names the property */
    public Kafka {
        for (String server : bootstrapServers.split(",", -1)) {
            if (!SERVER.matcher(server.strip()).matches()) {
                throw new IllegalArgumentException(SERVERS
                        + ": expected host:port, or several separated by commas, got '"
                        + bootstrapServers + "'"
                        + (server.contains(":") ? "" : " ('" + server.strip() + "' has no port)"));
            }
        }
        if (!TOPIC_NAME.matcher(topic).matches()) {
            throw new IllegalArgumentException(
                    TOPIC + ": expected 1 to 249 letters, digits, '.', '_' or '-', got '" + topic + "'");
        }
    }

    /**
     * As parameters have it.
     *
     * @param bootstrapServers where it is {@link #DEFAULT_SERVERS}, {@code bootstrap.servers} of the file counts more
     * @throws IllegalArgumentException when a value or the file cannot be used
     */
    public static Kafka of(String bootstrapServers, String topic, String properties) {
        Properties given = properties.isEmpty() ? new Properties() : read(Path.of(properties));
        String servers = bootstrapServers.equals(DEFAULT_SERVERS)
                ? given.getProperty("bootstrap.servers", DEFAULT_SERVERS).strip()
                : bootstrapServers;
        return new Kafka(servers, topic, properties);
    }

    private static Properties read(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IllegalArgumentException(
                    "%s: expected a file of properties of Kafka's clients, got '%s', which %s; correct it, or leave it out where Kafka needs neither TLS nor a login"
                            .formatted(PROPERTIES, file, Files.exists(file) ? "cannot be read" : "does not exist"));
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "%s: expected a file of properties in UTF-8 (%s), got '%s'"
                            .formatted(PROPERTIES, e.getMessage(), file),
                    e);
        }
        return properties;
    }

    /** The bootstrap servers one by one. */
    List<String> servers() {
        return Stream.of(bootstrapServers.split(",", -1)).map(String::strip).toList();
    }

    /** What the applications are told of it. */
    public Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put(SERVERS_VARIABLE, bootstrapServers);
        environment.put(TOPIC_VARIABLE, topic);
        if (!properties.isEmpty()) {
            environment.put(PROPERTIES_VARIABLE, properties);
        }
        return environment;
    }

    /**
     * What the applications are told where the embedded one takes its place: it has neither TLS nor a login, so that what is
     * meant for another is made empty, which counts as not given.
     *
     * @param servers where it is
     * @param inherited the names of the variables that the applications inherit
     */
    public Map<String, String> embeddedEnvironment(String servers, Set<String> inherited) {
        Map<String, String> environment = environment();
        environment.put(SERVERS_VARIABLE, servers);
        if (inherited.contains(PROPERTIES_VARIABLE) || !properties.isEmpty()) {
            environment.put(PROPERTIES_VARIABLE, "");
        }
        inherited.stream()
                .filter(name -> OF_CLIENTS.stream().anyMatch(name::startsWith))
                .sorted()
                .forEach(name -> environment.put(name, ""));
        return environment;
    }
}
