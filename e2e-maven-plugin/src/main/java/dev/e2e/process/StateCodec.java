package dev.e2e.process;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The state as {@code key=value} lines that a POSIX shell reads as easily. A backslash, newline or carriage return in a
 * value is written as {@code \\}, {@code \n} or {@code \r}. The last line is {@code end=1}: a file without it was cut.
 *
 * <p>It reads with loops: a lambda is linked when it is first called, and ten of them cost a short build as many
 * milliseconds.
 */
public final class StateCodec {
    private static final String VERSION = "1";
    private static final String PUBLISHED = "published.";
    private static final String PORT = "port.";
    private static final String STOP_COMMAND = "stopCommand.";
    private static final String COMMAND = "command.";

    private StateCodec() {}

    /** The lines of a state file. */
    public static String write(ProcessState state) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("version", VERSION);
        values.put("name", state.name().value());
        values.put("phase", state.phase().name().toLowerCase(Locale.ROOT));
        values.put("token", state.token());
        values.put("boot", state.bootId());
        ProcessState.Launched launched = state.launched();
        if (launched != null) {
            values.put("pid", Long.toString(launched.pid()));
            values.put("start", Long.toString(launched.startTicks()));
        }
        values.put("specification", state.specification());
        values.put(
                "dependsOn",
                String.join(
                        ",", state.dependsOn().stream().map(ProcessName::value).toList()));
        StopRules stop = state.stop();
        values.put("shutdownTimeoutMillis", Long.toString(stop.grace().toMillis()));
        values.put("stopSignal", stop.signal());
        values.put("directory", stop.directory().toString());
        values.put("earlyExit", stop.earlyExit().name().toLowerCase(Locale.ROOT));
        Owner owner = state.owner();
        if (owner != null) {
            values.put("owner.pid", Long.toString(owner.pid()));
            values.put("owner.start", Long.toString(owner.startTicks()));
            values.put("owner.boot", owner.bootId());
            values.put("owner.build", owner.build());
            values.put("owner.directory", owner.directory());
            values.put("users", String.join(",", state.users()));
        }
        values.put("startedAt", state.startedAt().toString());
        Instant readyAt = state.readyAt();
        if (readyAt != null) {
            values.put("readyAt", readyAt.toString());
        }
        new TreeMap<>(state.published()).forEach((key, value) -> values.put(PUBLISHED + key, value));
        state.ports().forEach((key, value) -> values.put(PORT + key, Integer.toString(value)));
        putWords(values, STOP_COMMAND, stop.command());
        putWords(values, COMMAND, state.command());
        values.put("end", "1");
        StringBuilder text = new StringBuilder();
        values.forEach((key, value) ->
                text.append(key).append('=').append(escape(value)).append('\n'));
        return text.toString();
    }

    private static void putWords(Map<String, String> values, String prefix, List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            values.put(prefix + i, words.get(i));
        }
    }

    /** The state, or empty where the text is not a whole and valid one. */
    static Optional<ProcessState> read(ProcessName name, String text) {
        Map<String, String> values = KeyValueLines.parse(text);
        for (Map.Entry<String, String> value : values.entrySet()) {
            value.setValue(unescape(value.getValue()));
        }
        boolean whole = "1".equals(values.get("end")) && text.endsWith("\nend=1\n");
        if (!whole || !VERSION.equals(values.get("version")) || !name.value().equals(values.get("name"))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ProcessState(
                    name,
                    Phase.valueOf(required(values, "phase").toUpperCase(Locale.ROOT)),
                    required(values, "token"),
                    required(values, "boot"),
                    values.containsKey("pid")
                            ? new ProcessState.Launched(number(values, "pid"), number(values, "start"))
                            : null,
                    words(values, COMMAND),
                    required(values, "specification"),
                    names(required(values, "dependsOn")),
                    stopRules(values),
                    owner(values),
                    new TreeSet<>(texts(values.getOrDefault("users", ""))),
                    Instant.parse(required(values, "startedAt")),
                    instant(values.get("readyAt")),
                    withPrefix(values, PUBLISHED),
                    ports(values)));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }

    private static @Nullable Owner owner(Map<String, String> values) {
        if (!values.containsKey("owner.pid")) {
            return null;
        }
        return new Owner(
                number(values, "owner.pid"),
                number(values, "owner.start"),
                required(values, "owner.boot"),
                required(values, "owner.build"),
                required(values, "owner.directory"));
    }

    private static StopRules stopRules(Map<String, String> values) {
        return new StopRules(
                Duration.ofMillis(number(values, "shutdownTimeoutMillis")),
                required(values, "stopSignal"),
                words(values, STOP_COMMAND),
                Path.of(required(values, "directory")),
                StopRules.EarlyExit.valueOf(required(values, "earlyExit").toUpperCase(Locale.ROOT)));
    }

    private static List<String> words(Map<String, String> values, String prefix) {
        List<String> words = new ArrayList<>();
        for (String word = values.get(prefix + 0); word != null; word = values.get(prefix + words.size())) {
            words.add(word);
        }
        return words;
    }

    private static Map<String, String> withPrefix(Map<String, String> values, String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        for (Map.Entry<String, String> value : values.entrySet()) {
            if (value.getKey().startsWith(prefix)) {
                found.put(value.getKey().substring(prefix.length()), value.getValue());
            }
        }
        return found;
    }

    private static SortedMap<String, Integer> ports(Map<String, String> values) {
        SortedMap<String, Integer> ports = new TreeMap<>();
        for (Map.Entry<String, String> port : withPrefix(values, PORT).entrySet()) {
            ports.put(port.getKey(), Integer.valueOf(port.getValue()));
        }
        return ports;
    }

    private static List<String> texts(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    }

    private static SortedSet<ProcessName> names(String text) {
        SortedSet<ProcessName> names = new TreeSet<>();
        for (String name : texts(text)) {
            names.add(new ProcessName(name));
        }
        return names;
    }

    private static String required(Map<String, String> values, String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " is missing");
        }
        return value;
    }

    private static long number(Map<String, String> values, String key) {
        return Long.parseLong(required(values, key));
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String unescape(String value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '\\' || i + 1 == value.length()) {
                text.append(c);
                continue;
            }
            char escaped = value.charAt(++i);
            text.append(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
        }
        return text.toString();
    }
}
