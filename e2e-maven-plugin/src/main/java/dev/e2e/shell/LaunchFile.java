package dev.e2e.shell;

import dev.e2e.lifecycle.LaunchRecord;
import dev.e2e.lifecycle.ProcessSpec;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.LaunchSpec;
import dev.e2e.process.Phase;
import dev.e2e.process.ProcessFiles;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ProcessState;
import dev.e2e.process.ShellScript;
import dev.e2e.process.StateCodec;
import dev.e2e.process.StopRules;
import dev.e2e.readiness.Readiness;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code e2e-helper.sh} has to know to start a process, as text that {@code sh} reads: the state as the plugin would
 * write it, the command, the files of its work directory, its environment, and the log line by which it is ready.
 */
final class LaunchFile {
    private static final Pattern GROUP = Pattern.compile("\\(\\?<([A-Za-z0-9]+)>");

    private final ProcessSpec spec;
    private final ProcessFiles files;

    private LaunchFile(ProcessSpec spec, ProcessFiles files) {
        this.spec = spec;
        this.files = files;
    }

    /** @throws InvalidInputException when only the plugin can start this process */
    static String text(ProcessSpec spec, ProcessFiles files) throws InvalidInputException {
        return new LaunchFile(spec, files).text();
    }

    private String text() throws InvalidInputException {
        if (!(spec.readiness() instanceof Readiness.LogLine ready)
                || spec.failOn() != null
                || !spec.ports().isEmpty()) {
            throw new InvalidInputException(
                    "Process '%s' can be started by the plugin only, since it is not ready by a log line alone"
                            .formatted(spec.name()));
        }
        LaunchSpec launch = spec.launch();
        List<String> state = StateCodec.write(state()).lines().toList();
        int startedAt = index(state, "startedAt=");
        StringBuilder text = new StringBuilder(
                "# What e2e-helper.sh needs to start '%s'. For its owner only.\n".formatted(spec.name()));
        Map<String, String> values = new TreeMap<>();
        values.put(
                "l_depends",
                new TreeSet<>(spec.dependsOn()).stream().map(ProcessName::value).collect(Collectors.joining(" ")));
        values.put("l_ports", spec.fixedPorts().stream().map(String::valueOf).collect(Collectors.joining(" ")));
        values.put("l_patience", Long.toString(spec.startupTimeout().toMillis()));
        values.put("l_limit", Long.toString(launch.maxLogSize()));
        values.put("l_directory", launch.workingDirectory().toString());
        values.put("l_specification", spec.digest());
        values.put("l_ready", extended(ready.pattern()));
        values.put("l_keys", String.join(" ", groups(ready.pattern())));
        values.put("l_rules", String.join("\n", state.subList(index(state, "specification="), startedAt)));
        values.put("l_words", String.join("\n", state.subList(startedAt + 1, state.size() - 1)));
        values.put("l_command", "exec " + ShellScript.quote(withWork(launch.command())));
        values.forEach((name, value) ->
                text.append(name).append('=').append(quote(value)).append('\n'));
        text.append("give_environment() {\n  :\n");
        new TreeMap<>(launch.environment())
                .forEach((name, value) -> text.append("  give ")
                        .append(quote(name))
                        .append(' ')
                        .append(quote(withWork(value)))
                        .append('\n'));
        text.append("}\ngive_files() {\n  :\n");
        Map<String, String> workFiles = new TreeMap<>(launch.workFiles());
        workFiles.put(LaunchRecord.FILE, LaunchRecord.of(spec).toJson());
        workFiles.forEach((name, value) -> text.append("  give_file ")
                .append(quote(name))
                .append(' ')
                .append(quote(withWork(value)))
                .append('\n'));
        return text.append("}\n").toString();
    }

    /** The state as a launch begins with it; what differs from launch to launch is cut off. */
    private ProcessState state() {
        StopRules stop = spec.stop();
        return new ProcessState(
                spec.name(),
                Phase.STARTING,
                "",
                "",
                null,
                withWork(spec.launch().command()),
                spec.digest(),
                new TreeSet<>(spec.dependsOn()),
                new StopRules(
                        stop.grace(), stop.signal(), withWork(stop.command()), stop.directory(), stop.earlyExit()),
                null,
                new TreeSet<>(),
                Instant.EPOCH,
                null,
                Map.of(),
                new TreeMap<>());
    }

    private static int index(List<String> lines, String beginning) {
        int index = 0;
        while (!lines.get(index).startsWith(beginning)) {
            index++;
        }
        return index;
    }

    private List<String> withWork(List<String> texts) {
        return texts.stream().map(this::withWork).toList();
    }

    private String withWork(String text) {
        return text.replace(LaunchSpec.WORK_DIRECTORY, files.work().toString());
    }

    private static String quote(String value) {
        return ShellScript.quote(List.of(value));
    }

    /** The names of its groups. */
    private static List<String> groups(Pattern pattern) {
        List<String> groups = new ArrayList<>();
        Matcher matcher = GROUP.matcher(pattern.pattern());
        while (matcher.find()) {
            groups.add(matcher.group(1));
        }
        Collections.sort(groups); // as the state file has them
        return groups;
    }

    /** The pattern as {@code grep -E} knows it; it has to keep to what both know, named groups and {@code \S} apart. */
    private static String extended(Pattern pattern) {
        return GROUP.matcher(pattern.pattern().replace("(?:", "("))
                .replaceAll("(")
                .replace("\\S", "[^[:space:]]");
    }
}
