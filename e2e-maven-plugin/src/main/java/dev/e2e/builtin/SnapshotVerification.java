package dev.e2e.builtin;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.ProcessFailureException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for a verified snapshot that is as expected, in a JVM of its own that reads the topic in no group: so it disturbs
 * no consumer, needs none, and sees the objects, of which a consumer keeps nothing.
 *
 * @param expectations as the consumer's {@code --expect} takes them; where there are none, any snapshot will do
 * @param after a snapshot counts only when its collection began later; empty: any
 */
public record SnapshotVerification(List<String> expectations, Duration within, Optional<Instant> after) {
    public SnapshotVerification {
        expectations = List.copyOf(expectations);
    }

    /**
     * Waits for one.
     *
     * @param kafka what the consumer is told of Kafka, as {@link Kafka#environment()} has it
     * @throws InvalidInputException when an expectation, or what is said of Kafka, cannot be used
     * @throws ProcessFailureException when there is none in time; the message has the differences
     */
    public FreshSnapshot await(BuiltinSettings settings, ClassPaths classPaths, Map<String, String> kafka)
            throws InvalidInputException, ProcessFailureException, InterruptedException {
        JavaTool consumer = new JavaTool(
                settings.java(),
                settings.directory(),
                List.of("-Xmx64m"),
                classPaths.of(BuiltinSpecs.artifactId(BuiltinSpecs.CONSUMER)),
                BuiltinSpecs.CONSUMER_MAIN);
        try {
            JavaTool.Result result = consumer.run(arguments(), kafka);
            if (result.exitCode() == JavaTool.USAGE) {
                throw new InvalidInputException(result.errors()
                        .strip()
                        .replace("--expect: ", "<expectations>: ")
                        .replace(Kafka.PROPERTIES_VARIABLE, Kafka.PROPERTIES));
            }
            return result(result);
        } catch (IOException e) {
            throw new InvalidInputException(
                    "The verification cannot be run with %s: %s".formatted(settings.java(), e.getMessage()), e);
        }
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("--format=json", "--within=" + within.toMillis() + "ms"));
        after.ifPresent(instant -> arguments.add("--after=" + instant));
        expectations.forEach(expectation -> arguments.add("--expect=" + expectation));
        return arguments;
    }

    private static FreshSnapshot result(JavaTool.Result ended) throws ProcessFailureException {
        List<String> lines = ended.output().lines().toList();
        try {
            JsonObject result =
                    JsonParser.parseString(lines.get(lines.size() - 1)).getAsJsonObject();
            if (result.get("met").getAsBoolean()) {
                return FreshSnapshot.of(
                        JsonParser.parseString(lines.get(lines.size() - 2)).getAsJsonObject());
            }
            StringBuilder message = new StringBuilder(result.get("reason").getAsString());
            message.setCharAt(0, Character.toUpperCase(message.charAt(0)));
            result.getAsJsonArray("differences")
                    .forEach(difference -> message.append("\n  ").append(difference.getAsString()));
            throw new ProcessFailureException(message.toString());
        } catch (JsonParseException | IllegalStateException | IndexOutOfBoundsException | NullPointerException e) {
            throw new ProcessFailureException("The verification exited with %d and no result; it said:\n%s"
                    .formatted(ended.exitCode(), ended.errors()));
        }
    }
}
