package dev.e2e.builtin;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.ProcessFailureException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Looks for a verified snapshot that is as expected, in a JVM of its own that reads the topic in no group: so it disturbs
 * no consumer, needs none, and sees the objects, of which a consumer keeps nothing.
 *
 * @param expectations as the consumer's {@code --expect} takes them; where there are none, any snapshot will do
 * @param after a snapshot counts only when its collection began later; empty: any
 */
public record SnapshotVerification(List<String> expectations, Duration within, Optional<Instant> after) {
    /** The consumer's exit code for options that it cannot use. */
    private static final int USAGE = 2;

    public SnapshotVerification {
        expectations = List.copyOf(expectations);
    }

    /**
     * Waits for one.
     *
     * @param brokers where Kafka is, {@code host:port}, several separated by commas
     * @throws InvalidInputException when an expectation cannot be used
     * @throws ProcessFailureException when there is none in time; the message has the differences
     */
    public FreshSnapshot await(BuiltinSettings settings, ClassPaths classPaths, String brokers)
            throws InvalidInputException, ProcessFailureException, InterruptedException {
        try {
            Path errors = Files.createTempFile("e2e-verify", ".err");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(command(settings, classPaths)).redirectError(errors.toFile());
                builder.environment().put("KAFKA_BROKERS", brokers);
                builder.environment().put("KAFKA_TOPIC", settings.topic());
                return run(builder, errors);
            } finally {
                Files.deleteIfExists(errors);
            }
        } catch (IOException e) {
            throw new InvalidInputException(
                    "The verification cannot be run with %s: %s".formatted(settings.java(), e.getMessage()), e);
        }
    }

    private List<String> command(BuiltinSettings settings, ClassPaths classPaths) throws InvalidInputException {
        List<String> command = new ArrayList<>(List.of(
                settings.java().toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                classPaths.of(BuiltinSpecs.artifactId(BuiltinSpecs.CONSUMER)).stream()
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator)),
                BuiltinSpecs.CONSUMER_MAIN,
                "--format=json",
                "--within=" + within.toMillis() + "ms"));
        after.ifPresent(instant -> command.add("--after=" + instant));
        expectations.forEach(expectation -> command.add("--expect=" + expectation));
        return command;
    }

    private static FreshSnapshot run(ProcessBuilder builder, Path errors)
            throws IOException, InvalidInputException, ProcessFailureException, InterruptedException {
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            int code = process.waitFor();
            if (code == USAGE) {
                throw new InvalidInputException(
                        Files.readString(errors).strip().replace("--expect: ", "<expectations>: "));
            }
            return result(lines, code, errors);
        } finally {
            process.destroyForcibly();
        }
    }

    private static FreshSnapshot result(List<String> lines, int code, Path errors)
            throws IOException, ProcessFailureException {
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
                    .formatted(code, Files.readString(errors)));
        }
    }
}
