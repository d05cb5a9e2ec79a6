package dev.e2e.lifecycle;

import dev.e2e.process.InvalidInputException;
import dev.e2e.process.Launcher;
import dev.e2e.process.ProcessName;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Checks a set of specifications, and all that they refer to, before anything is touched. */
final class SpecCheck {
    private final Map<ProcessName, ProcessSpec> byName = new TreeMap<>();
    private final Map<String, ProcessName> ports = new TreeMap<>();

    private SpecCheck() {}

    static Map<ProcessName, ProcessSpec> check(List<ProcessSpec> specs) throws InvalidInputException {
        SpecCheck check = new SpecCheck();
        for (ProcessSpec spec : specs) {
            check.add(spec);
        }
        Map<ProcessName, Set<ProcessName>> waitsFor = new HashMap<>();
        for (ProcessSpec spec : check.byName.values()) {
            waitsFor.put(spec.name(), spec.dependsOn());
            check.checkDependencies(spec);
            checkLaunch(spec);
        }
        DependencyRun.refuseCircles(waitsFor);
        return check.byName;
    }

    private void add(ProcessSpec spec) throws InvalidInputException {
        if (byName.put(spec.name(), spec) != null) {
            throw new InvalidInputException(
                    "Process '%s' is declared twice; rename or remove one of them".formatted(spec.name()));
        }
        for (String port : spec.ports().keySet()) {
            ProcessName other = ports.put(port, spec.name());
            if (other != null) {
                throw new InvalidInputException("Process '%s': <ports> names '%s', as process '%s' does; rename one"
                        .formatted(spec.name(), port, other));
            }
        }
    }

    private void checkDependencies(ProcessSpec spec) throws InvalidInputException {
        for (ProcessName dependency : spec.dependsOn()) {
            if (!byName.containsKey(dependency)) {
                throw new InvalidInputException("Process '%s': <dependsOn> names '%s', which is not among %s"
                        .formatted(spec.name(), dependency, byName.keySet()));
            }
        }
        for (Map.Entry<String, Stream<String>> element : texts(spec).entrySet()) {
            for (String text : element.getValue().toList()) {
                for (String reference : References.in(text)) {
                    int dot = reference.indexOf('.');
                    if (dot >= 0 && !ports.containsKey(reference)) {
                        checkReference(spec, element.getKey(), reference, reference.substring(0, dot));
                    }
                }
            }
        }
    }

    private void checkReference(ProcessSpec spec, String element, String reference, String name)
            throws InvalidInputException {
        if (spec.dependsOn().stream().anyMatch(dependency -> dependency.value().equals(name))) {
            return;
        }
        boolean known = byName.keySet().stream().anyMatch(other -> other.value().equals(name));
        throw new InvalidInputException("Process '%s': %s refers to @{%s}; %s"
                .formatted(
                        spec.name(),
                        element,
                        reference,
                        known
                                ? "add <dependsOn>" + name + "</dependsOn>, so that it is ready before"
                                : "there is no process '%s' and no port of that name, but the processes %s and the ports %s"
                                        .formatted(name, byName.keySet(), ports.keySet())));
    }

    /** All texts of a specification that may hold references, by the element that they stand in. */
    private static Map<String, Stream<String>> texts(ProcessSpec spec) {
        return Map.of(
                "<command>", spec.launch().command().stream(),
                "<environmentVariables>", spec.launch().environment().values().stream(),
                "<arguments> or <jvmArguments>", spec.launch().workFiles().values().stream(),
                "<stopCommand>", spec.stop().command().stream(),
                "<readiness>", spec.readiness().texts());
    }

    /** Checks what a launch refers to: its programs and its directory. */
    static void checkLaunch(ProcessSpec spec) throws InvalidInputException {
        checkProgram(spec, "<command>", spec.launch().command());
        if (!spec.stop().command().isEmpty()) {
            checkProgram(spec, "<stopCommand>", spec.stop().command());
        }
        if (!Files.isDirectory(spec.launch().workingDirectory())) {
            throw new InvalidInputException(
                    "Process '%s': the working directory '%s' is missing; make it or name another with <workingDirectory>"
                            .formatted(spec.name(), spec.launch().workingDirectory()));
        }
    }

    private static void checkProgram(ProcessSpec spec, String element, List<String> command)
            throws InvalidInputException {
        String program = command.get(0);
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(spec.launch().environment());
        if (Launcher.program(program, spec.launch().workingDirectory(), environment)
                .isEmpty()) {
            String hint = program.contains(" ") && command.size() == 1
                    ? "; each word of it is an <arg> of its own"
                    : "; install it or name another";
            throw new InvalidInputException("Process '%s': %s: the program '%s' is missing or cannot be executed%s"
                    .formatted(spec.name(), element, program, hint));
        }
    }
}
