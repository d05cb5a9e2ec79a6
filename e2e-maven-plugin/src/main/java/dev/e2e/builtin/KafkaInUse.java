package dev.e2e.builtin;

import dev.e2e.process.Existing;
import dev.e2e.process.Launcher;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessTable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The Kafka of processes that run, as they were told of it at their launch, whoever launched them.
 *
 * @param process the one that was told of it
 * @param embedded whether it is that of {@code infra}
 */
public record KafkaInUse(Existing.Running process, Kafka kafka, boolean embedded) {
    /** Those that can tell of it, the one first that is told of the topic that is read. */
    public static final List<ProcessName> TELLERS =
            List.of(BuiltinSpecs.CONSUMER, BuiltinSpecs.COLLECTOR, BuiltinSpecs.INFRA);

    /**
     * Looks for it.
     *
     * @param running processes that run
     * @param named what else is known of Kafka, which counts where the process does not tell
     */
    public static Optional<KafkaInUse> of(ProcessTable table, Collection<Existing.Running> running, Kafka named) {
        Optional<String> infra = running.stream()
                .map(found -> found.state().published().get("bootstrapServers"))
                .flatMap(Stream::ofNullable)
                .findFirst();
        return TELLERS.stream()
                .flatMap(name ->
                        running.stream().filter(found -> found.state().name().equals(name)))
                .flatMap(found -> told(table, found, named).stream()
                        .map(kafka -> new KafkaInUse(
                                found,
                                kafka,
                                infra.filter(kafka.bootstrapServers()::equals).isPresent())))
                .findFirst();
    }

    private static Optional<Kafka> told(ProcessTable table, Existing.Running found, Kafka named) {
        Map<String, String> environment = Launcher.environment(
                        table, found.facts(), found.state().token())
                .orElse(Map.of());
        String servers = found.state().name().equals(BuiltinSpecs.INFRA)
                ? found.state().published().get("bootstrapServers")
                : environment.get(Kafka.SERVERS_VARIABLE);
        if (servers == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Kafka(
                    servers,
                    environment.getOrDefault(Kafka.TOPIC_VARIABLE, named.topic()),
                    environment.getOrDefault(Kafka.PROPERTIES_VARIABLE, named.properties())));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // one that a POM declares under the same name, which means something else by that
        }
    }

    /** The same, where the command line says otherwise of the topic or the properties. */
    public KafkaInUse with(Kafka named, Set<String> given) {
        return new KafkaInUse(
                process,
                new Kafka(
                        kafka.bootstrapServers(),
                        given.contains(Kafka.TOPIC) ? named.topic() : kafka.topic(),
                        given.contains(Kafka.PROPERTIES) ? named.properties() : kafka.properties()),
                embedded);
    }

    /**
     * What an application is told of it.
     *
     * @param inherited the names of the variables that the application inherits
     */
    public Map<String, String> environment(Set<String> inherited) {
        return embedded ? kafka.embeddedEnvironment(kafka.bootstrapServers(), inherited) : kafka.environment();
    }
}
