package dev.e2e.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * One setting of an application, read from the environment variable of the same name.
 *
 * @param name the environment variable
 * @param description what it means, for {@code --help}
 * @param defaultText what counts where the variable is unset or blank; the empty text for "none"
 * @param parser turns the text into the value; says with an {@link IllegalArgumentException} what it expected
 */
public record Setting<T>(String name, String description, String defaultText, Function<String, T> parser) {

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
