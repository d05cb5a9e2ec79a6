package dev.e2e.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One setting of an application. A name such as {@code KAFKA_TOPIC} is an environment variable and, as
 * {@code --kafka-topic}, an option, which counts more; a name such as {@code --once} is an option only.
 *
 * @param name the environment variable, or the option
 * @param description what it means, for {@code --help}
 * @param defaultText what counts where it is not given or the variable is blank; the empty text for "none"
 * @param presence whether it always has a value, and how many
 * @param parser turns the text into the value; says with an {@link IllegalArgumentException} what it expected
 */
public record Setting<T>(
        String name, String description, String defaultText, Presence presence, Function<String, T> parser) {
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]*|--[a-z][a-z0-9-]*");

    /** How often a setting has a value. */
    public enum Presence {
        /** Once: what is given, else the default. */
        ALWAYS,
        /** As {@link #ALWAYS}; its option takes no value and means {@code true}. */
        FLAG,
        /** Once where it is given, else not at all. */
        OPTIONAL,
        /** As often as it is given. */
        REPEATED
    }

    public Setting {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is neither a VARIABLE nor an --option");
        }
    }

    /** A setting that always has a value. */
    public Setting(String name, String description, String defaultText, Function<String, T> parser) {
        this(name, description, defaultText, Presence.ALWAYS, parser);
    }

    /** Something that is so or not, by default not: {@code true} or {@code false}, or the option alone. */
    public static Setting<Boolean> flag(String name, String description) {
        return new Setting<>(name, description, "false", Presence.FLAG, text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("expected true or false");
        });
    }

    /** This setting without a default; its value is to be had by {@link Settings#find}. */
    public Setting<T> optional() {
        return new Setting<>(name, description, "", Presence.OPTIONAL, parser);
    }

    /** This setting as an option that may be given several times; its values are to be had by {@link Settings#all}. */
    public Setting<T> repeated() {
        return new Setting<>(name, description, "", Presence.REPEATED, parser);
    }

    /** The option by which it is given, such as {@code --kafka-topic}. */
    public String option() {
        return isOptionOnly() ? name : "--" + name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether no environment variable gives it. */
    boolean isOptionOnly() {
        return name.startsWith("--");
    }

    /** A text as it stands. */
    public static Setting<String> text(String name, String description, String defaultText) {
        return new Setting<>(name, description, defaultText, Function.identity());
    }

    /** A file or folder; the empty path where none is given. */
    public static Setting<Path> path(String name, String description, String defaultText) {
        return new Setting<>(name, description, defaultText, Path::of);
    }

    /** A duration such as {@code 500ms}, {@code 90s}, {@code 2m}, {@code 1h}, or a bare number of seconds. */
    public static Setting<Duration> duration(String name, String description, String defaultText) {
        return new Setting<>(name, description, defaultText, DurationText::parse);
    }

    /** A TCP port, 0 to 65535, where 0 lets the system choose a free one. */
    public static Setting<Integer> port(String name, String description, String defaultText) {
        return new Setting<>(name, description, defaultText, text -> {
            String expected = "expected a port from 0 (any free one) to 65535";
            try {
                int port = Integer.parseInt(text);
                if (port >= 0 && port <= 65535) {
                    return port;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(expected, e);
            }
            throw new IllegalArgumentException(expected);
        });
    }

    /** One or more {@code host:port}, separated by commas. */
    public static Setting<String> bootstrapServers(String name, String description, String defaultText) {
        return new Setting<>(name, description, defaultText, text -> {
            for (String server : text.split(",", -1)) {
                String address = server.strip();
                if (!address.matches("(\\[[0-9A-Fa-f:.%a-z]+]|[^:\\[\\]\\s]+):[1-9][0-9]{0,4}")
                        || Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)) > 65535) {
                    throw new IllegalArgumentException("expected host:port, or several separated by commas");
                }
            }
            return text;
        });
    }

    /** One of the constants of an enum, in any case. */
    public static <E extends Enum<E>> Setting<E> choice(
            String name, String description, Class<E> type, String defaultText) {
        return new Setting<>(
                name,
                description,
                defaultText,
                text -> Arrays.stream(type.getEnumConstants())
                        .filter(constant -> constant.name().equalsIgnoreCase(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("expected one of " + names(type))));
    }

    private static <E extends Enum<E>> String names(Class<E> type) {
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        return String.join(", ", names);
    }
}
