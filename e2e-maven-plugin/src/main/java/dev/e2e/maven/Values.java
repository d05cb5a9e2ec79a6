package dev.e2e.maven;

import dev.e2e.lifecycle.Durations;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.Launcher;
import java.io.File;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns the texts of parameters into values; what is wrong is said with the property's name and the text found. */
final class Values {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})\\s*(B|[KMG]I?B?)?");

    private Values() {}

    static Duration duration(String property, String text) throws InvalidInputException {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(property + ": " + e.getMessage(), e);
        }
    }

    /** A moment: a duration back from now, an instant, or a local date and time. */
    static Instant moment(String property, String text, Instant now) throws InvalidInputException {
        String stripped = text.strip();
        try {
            return now.minus(Durations.parse(stripped));
        } catch (IllegalArgumentException e) {
            return moment(stripped)
                    .orElseThrow(() -> new InvalidInputException(
                            "%s: expected a duration such as 5m, or a moment such as 2026-01-31T12:00:00Z, got '%s'"
                                    .formatted(property, text),
                            e));
        }
    }

    private static Optional<Instant> moment(String text) {
        try {
            TemporalAccessor moment =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            return Optional.of(
                    moment instanceof OffsetDateTime instant
                            ? instant.toInstant()
                            : ((LocalDateTime) moment)
                                    .atZone(ZoneId.systemDefault())
                                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static int number(String property, String text) throws InvalidInputException {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new InvalidInputException("%s: expected a whole number, got '%s'".formatted(property, text), e);
        }
    }

    static Pattern pattern(String element, String text) throws InvalidInputException {
        try {
            return pattern(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(element + ": " + e.getMessage(), e);
        }
    }

    /** @throws IllegalArgumentException when it is no regular expression */
    static Pattern pattern(String text) {
        try {
            return Pattern.compile(text.strip());
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "expected a regular expression, got '%s': %s".formatted(text, e.getDescription()), e);
        }
    }

    /** A size in bytes: {@code 64MB}, {@code 512KB}, {@code 1GB}, or a bare number; the units are powers of 1024. */
    static long bytes(String element, String text) throws InvalidInputException {
        Matcher matcher = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw new InvalidInputException(
                    "%s: expected a size such as 64MB, 512KB or 1GB, got '%s'".formatted(element, text));
        }
        String unit = orEmpty(matcher.group(2));
        int shift = unit.startsWith("K") ? 10 : unit.startsWith("M") ? 20 : unit.startsWith("G") ? 30 : 0;
        return Long.parseLong(matcher.group(1)) << shift;
    }

    static <E extends Enum<E>> E choice(String property, String text, Class<E> type) throws InvalidInputException {
        List<String> names = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text.strip())) {
                return constant;
            }
            names.add(constant.name().toLowerCase(Locale.ROOT));
        }
        throw new InvalidInputException(
                "%s: expected one of %s, got '%s'".formatted(property, String.join(", ", names), text));
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
