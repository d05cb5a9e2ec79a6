package dev.e2e.runtime;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a user tells Kafka's clients beyond the brokers, above all how to encrypt and to authenticate: properties by
 * Kafka's own names, in the file that {@link #KAFKA_PROPERTIES} names, or each as a variable, {@code security.protocol}
 * as {@code KAFKA_SECURITY_PROTOCOL}, which counts more.
 *
 * <p>This knows names and texts only, no class of Kafka: the application says which properties there are, and which ones
 * are its own.
 */
public final class KafkaProperties {
    /** The brokers; where it is not given, {@code bootstrap.servers} of the properties counts. */
    public static final Setting<String> KAFKA_BROKERS = Setting.bootstrapServers(
            "KAFKA_BROKERS", "Kafka's bootstrap servers: host:port, several separated by commas", "localhost:9092");

    /** The file. */
    public static final Setting<Path> KAFKA_PROPERTIES = new Setting<>(
            "KAFKA_PROPERTIES",
            "a file of properties of Kafka's clients, for TLS and SASL; or each as a variable, such as KAFKA_SECURITY_PROTOCOL",
            "",
            KafkaProperties::readableFile);

    private static final String PREFIX = "KAFKA_";
    /** Settings of the applications. */
    private static final Set<String> SETTINGS =
            Set.of("KAFKA_BROKERS", "KAFKA_PROPERTIES", "KAFKA_TOPIC", "KAFKA_GROUP");

    private static final String SERVERS = "bootstrap.servers";
    /** Other variables that begin with KAFKA_ are none of ours, such as KAFKA_HEAP_OPTS; of these each one is. */
    private static final List<String> MEANT_FOR_CLIENTS = List.of("KAFKA_SSL_", "KAFKA_SASL_", "KAFKA_SECURITY_");

    private final Map<String, Given> given = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();
    private String brokers = "";

    /** A value, and who gave it. */
    private record Given(String source, String value) {}

    private KafkaProperties() {}

    /**
     * Reads the properties.
     *
     * @param settings with {@link #KAFKA_BROKERS} and {@link #KAFKA_PROPERTIES} among them
     * @param environment usually {@link System#getenv()}
     * @param known the names that there are; asked for only where something was given
     * @param own what the application sets itself: names and values, the empty text where any value would be wrong
     * @throws InvalidSettingsException when the file cannot be read, a value contradicts {@code own}, a file that a
     *     property names is missing, or a variable of TLS or SASL is no property
     */
    public static KafkaProperties read(
            Settings settings, Map<String, String> environment, Supplier<Set<String>> known, Map<String, String> own) {
        KafkaProperties properties = new KafkaProperties();
        properties.readFile(settings.get(KAFKA_PROPERTIES));
        boolean anyVariable =
                environment.keySet().stream().anyMatch(name -> name.startsWith(PREFIX) && !SETTINGS.contains(name));
        if (anyVariable) {
            properties.readVariables(environment, known.get());
        }
        properties.takeBrokers(settings);
        own.forEach(properties::refuseOther);
        properties.given.forEach(properties::checkFile);
        if (!properties.problems.isEmpty()) {
            throw new InvalidSettingsException(properties.problems);
        }
        return properties;
    }

    /** Nothing beyond the brokers. */
    public static KafkaProperties of(String brokers) {
        KafkaProperties properties = new KafkaProperties();
        properties.brokers = brokers;
        return properties;
    }

    private static Path readableFile(String text) {
        Path file = Path.of(text);
        if (!text.isEmpty() && !(Files.isRegularFile(file) && Files.isReadable(file))) {
            throw new IllegalArgumentException("expected a file that can be read");
        }
        return file;
    }

    private void readFile(Path file) {
        if (file.toString().isEmpty()) {
            return;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            problems.add("%s: expected a file of properties in UTF-8 (%s), got '%s'"
                    .formatted(KAFKA_PROPERTIES.name(), e.getMessage(), file));
        }
        String source = "%s, %s".formatted(KAFKA_PROPERTIES.name(), file);
        properties.forEach((name, value) -> given.put(
                name.toString(),
                new Given(source + ", " + name, value.toString().strip())));
    }

    private void readVariables(Map<String, String> environment, Set<String> known) {
        Map<String, String> byVariable = new HashMap<>();
        known.forEach(
                name -> byVariable.put(PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_'), name));
        new TreeMap<>(environment).forEach((variable, value) -> {
            String property = byVariable.get(variable);
            if (property != null && !value.isBlank()) {
                given.put(property, new Given(variable, value.strip()));
            } else if (property == null && MEANT_FOR_CLIENTS.stream().anyMatch(variable::startsWith)) {
                problems.add("%s: expected the name of a property of Kafka's clients; there is no '%s'"
                        .formatted(
                                variable,
                                variable.substring(PREFIX.length())
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', '.')));
            }
        });
    }

    private void takeBrokers(Settings settings) {
        Given servers = given.remove(SERVERS);
        if (servers == null || settings.isGiven(KAFKA_BROKERS)) {
            brokers = settings.get(KAFKA_BROKERS);
            return;
        }
        try {
            brokers = KAFKA_BROKERS.parser().apply(servers.value);
        } catch (IllegalArgumentException e) {
            problems.add("%s: %s, got '%s'".formatted(servers.source, e.getMessage(), servers.value));
        }
    }

    private void refuseOther(String name, String value) {
        Given other = given.get(name);
        if (other != null && !other.value.equalsIgnoreCase(value)) {
            problems.add("%s: expected to be left out, since %s, got '%s'"
                    .formatted(
                            other.source,
                            value.isEmpty() ? "this application sets it itself" : name + " has to be " + value,
                            other.value));
        }
    }

    private void checkFile(String name, Given file) {
        if (name.endsWith(".location") && !Files.isReadable(Path.of(file.value))) {
            problems.add("%s: expected a file that can be read, got '%s'".formatted(file.source, file.value));
        }
    }

    /** {@code host:port}, several separated by commas. */
    public String brokers() {
        return brokers;
    }

    /** Names and values, without the brokers. */
    public Map<String, String> values() {
        Map<String, String> values = new TreeMap<>();
        given.forEach((name, one) -> values.put(name, one.value));
        return values;
    }

    /** Who gave the first of these that was given, for messages: a variable, or a place in the file; without the value. */
    public Optional<String> source(String... names) {
        return Stream.of(names)
                .map(given::get)
                .filter(Objects::nonNull)
                .findFirst()
                .map(Given::source);
    }

    /** Who gave them, for messages: variables, and places in the file; without any value. */
    public String sources() {
        return String.join("; ", given.values().stream().map(Given::source).toList());
    }
}
