package dev.e2e.maven;

import dev.e2e.builtin.BuiltinSpecs;
import dev.e2e.builtin.Infrastructure;
import dev.e2e.lifecycle.ProcessSpec;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.ProcessName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The processes of the POM beside the built-in ones: which there are, and which are meant. */
final class Declarations {
    private static final Set<ProcessName> BUILTINS =
            new LinkedHashSet<>(List.of(BuiltinSpecs.CONSUMER, BuiltinSpecs.COLLECTOR));

    private final Map<ProcessName, ProcessConfiguration> byName = new LinkedHashMap<>();

    /** @throws InvalidInputException when a name cannot be one, or comes twice */
    Declarations(List<ProcessConfiguration> processes) throws InvalidInputException {
        for (ProcessConfiguration process : processes) {
            if (byName.put(process.name(), process) != null) {
                throw new InvalidInputException(
                        "<process> '%s' is declared twice; rename or remove one of them".formatted(process.name()));
            }
        }
    }

    /** What is meant where nothing is selected: what the POM declares, and where it declares none, the built-ins. */
    Set<ProcessName> all() {
        return byName.isEmpty() ? BUILTINS : byName.keySet();
    }

    /** All names that can be selected. */
    private Set<ProcessName> known() {
        Set<ProcessName> known = new TreeSet<>(BuiltinSpecs.ALL);
        known.addAll(byName.keySet());
        return known;
    }

    /**
     * The names that a text selects.
     *
     * @param others further names that are known, such as those that have files on disk
     */
    Set<ProcessName> selected(@Nullable List<String> texts, Collection<ProcessName> others)
            throws InvalidInputException {
        Set<ProcessName> known = known();
        known.addAll(others);
        Set<ProcessName> names = new LinkedHashSet<>();
        for (String text : texts == null ? List.<String>of() : texts) {
            names.add(known.stream()
                    .filter(candidate -> candidate.value().equals(text.strip()))
                    .findFirst()
                    .orElseThrow(() -> new InvalidInputException(
                            "e2e.processes: there is no process '%s'; there are %s".formatted(text.strip(), known))));
        }
        return names;
    }

    /** Those that were selected; where none was, all, and the others that there are. */
    Set<ProcessName> selectedOrAll(Set<ProcessName> selected, Collection<ProcessName> others) {
        Set<ProcessName> names = new LinkedHashSet<>(selected);
        if (names.isEmpty()) {
            names.addAll(all());
            names.addAll(others);
        }
        return names;
    }

    /** These, or all, with what they depend on. */
    Set<ProcessName> closure(Set<ProcessName> selected) throws InvalidInputException {
        Set<ProcessName> closure = new LinkedHashSet<>();
        for (ProcessName name : selected.isEmpty() ? all() : selected) {
            add(name, closure);
        }
        return closure;
    }

    private void add(ProcessName name, Set<ProcessName> closure) throws InvalidInputException {
        ProcessConfiguration process = byName.get(name);
        if (!closure.add(name) || process == null) {
            return;
        }
        for (ProcessName dependency : process.dependencyNames()) {
            if (!known().contains(dependency)) {
                throw new InvalidInputException(
                        "<process> '%s': <dependsOn> names '%s', which is neither declared nor built in; there are %s"
                                .formatted(name, dependency, known()));
            }
            add(dependency, closure);
        }
    }

    /** Those of these names that are declared with a command of their own. */
    private List<ProcessConfiguration> declared(Set<ProcessName> names) throws InvalidInputException {
        List<ProcessConfiguration> declared = new ArrayList<>();
        for (ProcessConfiguration process : byName.values()) {
            if (names.contains(process.name()) && !process.isBuiltin()) {
                declared.add(process);
            }
        }
        return declared;
    }

    /** Those of these names that are built in, {@code infra} included where the infrastructure is asked for. */
    Set<ProcessName> builtins(Set<ProcessName> names, Infrastructure infrastructure) throws InvalidInputException {
        Set<ProcessName> builtins = builtins(names);
        boolean infra = infrastructure == Infrastructure.EMBEDDED || infrastructure == Infrastructure.EXISTING;
        for (ProcessConfiguration process : declared(names)) {
            infra |= process.mentionsInfrastructure(LateTexts.askingForInfrastructure(ports(), names()));
        }
        if (infra) {
            builtins.add(BuiltinSpecs.INFRA);
        }
        return builtins;
    }

    /** Those of these names that are built in, and {@code infra} where there is any. */
    Set<ProcessName> builtinsWithInfra(Set<ProcessName> names) throws InvalidInputException {
        Set<ProcessName> builtins = builtins(names);
        if (!builtins.isEmpty()) {
            builtins.add(BuiltinSpecs.INFRA);
        }
        return builtins;
    }

    /** The names that a start may meet: those that are asked for, and the infrastructure that an earlier start left. */
    Set<ProcessName> affected(Set<ProcessName> names) throws InvalidInputException {
        Set<ProcessName> affected = new LinkedHashSet<>(names);
        affected.addAll(builtinsWithInfra(names));
        return affected;
    }

    private Set<ProcessName> builtins(Set<ProcessName> names) throws InvalidInputException {
        Set<ProcessName> builtins = new LinkedHashSet<>();
        for (ProcessName name : names) {
            ProcessConfiguration process = byName.get(name);
            if (BuiltinSpecs.ALL.contains(name) && (process == null || process.isBuiltin())) {
                builtins.add(name);
            }
        }
        return builtins;
    }

    /** The specifications of these names, all values checked; built-in ones are left out. */
    List<ProcessSpec> specs(Set<ProcessName> names, ProcessDefaults defaults) throws InvalidInputException {
        List<ProcessSpec> specs = new ArrayList<>();
        for (ProcessConfiguration process : declared(names)) {
            specs.add(process.toSpec(defaults));
        }
        return specs;
    }

    /** The names of the ports of all processes. */
    Set<String> ports() {
        Set<String> ports = new TreeSet<>();
        byName.values().forEach(process -> ports.addAll(process.portNames()));
        return ports;
    }

    /** All names that texts may refer to. */
    Set<ProcessName> names() {
        return known();
    }
}
