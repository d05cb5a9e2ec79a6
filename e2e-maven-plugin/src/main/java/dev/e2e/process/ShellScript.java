package dev.e2e.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The scripts for {@code sh} that come with the plugin, and words as {@code sh} reads them. */
public final class ShellScript {
    private ShellScript() {}

    /** The text of a script that comes with the plugin: beside this class, or by its path from the root of the class path. */
    public static String text(String name) {
        try (InputStream in = Objects.requireNonNull(ShellScript.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names, for {@link #text}, of what a script begins with that speaks the protocol on this system. */
    public static List<String> protocol() {
        return List.of(OperatingSystem.current().shellFunctions(), "protocol.sh");
    }

    /** The words, each so quoted that the shell takes it as it is. */
    public static String quote(List<String> words) {
        return words.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }
}
