package dev.e2e.kubeconfig;

import dev.e2e.runtime.NetworkFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A mapping in a kubeconfig file, or the whole file. What is there and of another shape than is asked for is refused with a
 * {@link KubeconfigException} that names the file.
 */
record Section(Path file, Map<?, ?> entries) {
    /** Kubeconfigs with the certificates of many clusters are large; in characters. */
    private static final int LARGEST_FILE = 32 * 1024 * 1024;

    static Section empty(Path file) {
        return new Section(file, Map.of());
    }

    /** Reads a file. */
    static Section of(Path file) {
        Object document;
        try {
            LoadSettings settings =
                    LoadSettings.builder().setCodePointLimit(LARGEST_FILE).build();
            document = new Load(settings).loadFromString(Files.readString(file));
        } catch (IOException e) {
            throw unreadable(file, NetworkFailure.reason(e));
        } catch (MarkedYamlEngineException e) {
            // Its message quotes the lines around, which may be secret.
            String place = e.getProblemMark()
                    .map(mark -> "line " + (mark.getLine() + 1) + ": ")
                    .orElse("");
            throw unreadable(file, place + NetworkFailure.oneLine(e.getProblem()));
        } catch (YamlEngineException e) {
            throw unreadable(file, "it is no YAML");
        }
        if (document == null) {
            throw new KubeconfigException(file + " is empty; expected a kubeconfig");
        }
        if (document instanceof Map<?, ?> entries) {
            return new Section(file, entries);
        }
        throw unreadable(file, "it should be a mapping");
    }

    private static KubeconfigException unreadable(Path file, String reason) {
        return new KubeconfigException(file + " cannot be read as a kubeconfig: " + reason);
    }

    private KubeconfigException misshapen(String name, String shape) {
        return unreadable(file, "'%s' should be %s".formatted(name, shape));
    }

    /** A text, or a number or truth value as text; null where it is missing or empty. */
    @Nullable String text(String name) {
        Object value = entries.get(name);
        if (value instanceof Map || value instanceof List) {
            throw misshapen(name, "a text");
        }
        return value == null || value.toString().isEmpty() ? null : value.toString();
    }

    /** As {@link #text}; fails where there is none. */
    String required(String name) {
        String text = text(name);
        if (text == null) {
            throw unreadable(file, "'%s' is missing".formatted(name));
        }
        return text;
    }

    boolean has(String name) {
        return text(name) != null;
    }

    boolean isTrue(String name) {
        return "true".equals(text(name));
    }

    /** A path, beside the file where it is relative; null where there is none. */
    @Nullable Path path(String name) {
        String text = text(name);
        return text == null ? null : file.toAbsolutePath().resolveSibling(text);
    }

    /** As {@link #path}, for those that take texts. */
    @Nullable String pathText(String name) {
        Path path = path(name);
        return path == null ? null : path.toString();
    }

    /** The mapping of that name, where it is there. */
    Optional<Section> section(String name) {
        Object value = entries.get(name);
        return value == null ? Optional.empty() : Optional.of(section(name, value));
    }

    private Section section(String name, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return new Section(file, map);
        }
        throw misshapen(name, "a mapping");
    }

    /** The mappings of a list. */
    List<Section> sections(String name) {
        return list(name).stream()
                .map(element -> section("each of " + name, element))
                .toList();
    }

    /** The texts of a list. */
    List<String> texts(String name) {
        return list(name).stream().map(String::valueOf).toList();
    }

    /** The texts of a mapping, by their names. */
    Map<String, String> textsByName(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        section(name)
                .ifPresent(section -> section.entries.forEach((key, value) -> {
                    if (value != null) {
                        texts.put(String.valueOf(key), value.toString());
                    }
                }));
        return texts;
    }

    private List<Object> list(String name) {
        Object value = entries.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return new ArrayList<>(list);
        }
        throw misshapen(name, "a list");
    }
}
