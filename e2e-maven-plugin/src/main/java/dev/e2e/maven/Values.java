package dev.e2e.maven;

import dev.e2e.lifecycle.Durations;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.Launcher;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns the texts of parameters into values; what is wrong is said with the property's name and the text found. */
final class Values {
    private Values() {}

    static Duration duration(String property, String text) throws InvalidInputException {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(property + ": " + e.getMessage(), e);
        }
    }

    static int number(String property, String text) throws InvalidInputException {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new InvalidInputException("%s: expected a whole number, got '%s'".formatted(property, text), e);
        }
    }

    static <E extends Enum<E>> E choice(String property, String text, Class<E> type) throws InvalidInputException {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equalsIgnoreCase(text.strip()))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("%s: expected one of %s, got '%s'"
                        .formatted(
                                property,
                                Arrays.stream(type.getEnumConstants())
                                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", ")),
                                text)));
    }

    /** The {@code java} program: the one that was named, or that of the JVM that runs Maven. */
    static Path program(String property, @Nullable String text) throws InvalidInputException {
        String name = text == null
                ? Path.of(System.getProperty("java.home"), "bin", "java").toString()
                : text;
        return Launcher.program(name, System.getenv())
                .orElseThrow(() -> new InvalidInputException(
                        "%s: '%s' is missing or cannot be executed; name a java program of version 17 or later"
                                .formatted(property, name)));
    }

    /** Files joined by the path separator, each made absolute; empty where none is named. */
    static String files(Path base, @Nullable String text) {
        return orEmpty(text).isEmpty()
                ? ""
                : Arrays.stream(orEmpty(text).split(File.pathSeparator, -1))
                        .map(file -> base.resolve(file).toString())
                        .collect(Collectors.joining(File.pathSeparator));
    }

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text.strip();
    }
}
