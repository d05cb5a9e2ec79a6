package dev.e2e.lifecycle;

import dev.e2e.process.InvalidInputException;
import dev.e2e.process.LaunchSpec;
import dev.e2e.process.ProcessName;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces {@code @{NAME.VALUE}} by what the process NAME published, and {@code @{work}} by the work directory. */
final class References {
    private static final Pattern REFERENCE = Pattern.compile("@\\{([^.}]+)\\.([^}]+)}");

    private final ProcessName name;
    private final Path work;
    private final Map<ProcessName, Map<String, String>> published;

    References(ProcessName name, Path work, Map<ProcessName, Map<String, String>> published) {
        this.name = name;
        this.work = work;
        this.published = published;
    }

    LaunchSpec resolve(LaunchSpec spec) throws InvalidInputException {
        List<String> command = new java.util.ArrayList<>();
        for (String argument : spec.command()) {
            command.add(resolve(argument));
        }
        return new LaunchSpec(command, spec.workingDirectory(), resolve(spec.environment()), resolve(spec.workFiles()));
    }

    private Map<String, String> resolve(Map<String, String> texts) throws InvalidInputException {
        Map<String, String> resolved = new LinkedHashMap<>();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            resolved.put(text.getKey(), resolve(text.getValue()));
        }
        return resolved;
    }

    private String resolve(String text) throws InvalidInputException {
        Matcher matcher = REFERENCE.matcher(text.replace(LaunchSpec.WORK_DIRECTORY, work.toString()));
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            Map<String, String> values = published.get(new ProcessName(matcher.group(1)));
            String value = values == null ? null : values.get(matcher.group(2));
            if (value == null) {
                throw new InvalidInputException("Process '%s' refers to %s, but '%s' published %s"
                        .formatted(
                                name, matcher.group(), matcher.group(1), values == null ? "nothing" : values.keySet()));
            }
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(resolved).toString();
    }
}
