package dev.e2e.lifecycle;

import dev.e2e.process.InvalidInputException;
import dev.e2e.process.LaunchSpec;
import dev.e2e.process.ProcessName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code @{NAME.VALUE}} by what the process NAME published, {@code @{PORT}} by a reserved port, and
 * {@code @{work}} by the work directory.
 */
final class References {
    private static final Pattern REFERENCE = Pattern.compile("@\\{([^}]+)}");

    private final ProcessName name;
    private final Path work;
    private final Map<ProcessName, Map<String, String>> published;
    private final Map<String, Integer> ports;

    References(
            ProcessName name, Path work, Map<ProcessName, Map<String, String>> published, Map<String, Integer> ports) {
        this.name = name;
        this.work = work;
        this.published = published;
        this.ports = ports;
    }

    /** What the text refers to, in the order of the text. */
    static List<String> in(String text) {
        List<String> references = new ArrayList<>();
        Matcher matcher = REFERENCE.matcher(text);
        while (matcher.find()) {
            references.add(matcher.group(1));
        }
        return references;
    }

    /** Those texts that are one reference to what a process publishes and nothing else: {@code NAME.VALUE} by their keys. */
    static Map<String, String> whole(Map<String, String> texts) {
        Map<String, String> references = new LinkedHashMap<>();
        texts.forEach((key, text) -> {
            Matcher matcher = REFERENCE.matcher(text);
            if (matcher.matches() && matcher.group(1).indexOf('.') > 0) {
                references.put(key, matcher.group(1));
            }
        });
        return references;
    }

    LaunchSpec resolve(LaunchSpec spec) throws InvalidInputException {
        return new LaunchSpec(
                resolve(spec.command()),
                spec.workingDirectory(),
                resolve(spec.environment()),
                resolve(spec.workFiles()),
                spec.maxLogSize());
    }

    List<String> resolve(List<String> texts) throws InvalidInputException {
        List<String> resolved = new ArrayList<>();
        for (String text : texts) {
            resolved.add(resolve(text));
        }
        return resolved;
    }

    private Map<String, String> resolve(Map<String, String> texts) throws InvalidInputException {
        Map<String, String> resolved = new LinkedHashMap<>();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            resolved.put(text.getKey(), resolve(text.getValue()));
        }
        return resolved;
    }

    String resolve(String text) throws InvalidInputException {
        Matcher matcher = REFERENCE.matcher(text.replace(LaunchSpec.WORK_DIRECTORY, work.toString()));
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value(matcher.group(1), matcher.group())));
        }
        return matcher.appendTail(resolved).toString();
    }

    private String value(String reference, String whole) throws InvalidInputException {
        Integer port = ports.get(reference);
        if (port != null) {
            return Integer.toString(port);
        }
        int dot = reference.indexOf('.');
        if (dot < 0) {
            return whole; // no reference of ours, such as a shell's or Git's
        }
        String other = reference.substring(0, dot);
        Map<String, String> values = published.entrySet().stream()
                .filter(entry -> entry.getKey().value().equals(other))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Map.of());
        String value = values.get(reference.substring(dot + 1));
        if (value == null) {
            throw new InvalidInputException("Process '%s' refers to %s, but '%s' published %s"
                    .formatted(name, whole, other, values.isEmpty() ? "nothing" : values.keySet()));
        }
        return value;
    }
}
