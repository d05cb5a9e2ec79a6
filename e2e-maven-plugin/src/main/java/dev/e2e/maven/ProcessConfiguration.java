package dev.e2e.maven;

import dev.e2e.builtin.BuiltinSpecs;
import dev.e2e.builtin.JavaCommand;
import dev.e2e.lifecycle.ProcessSpec;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.LaunchSpec;
import dev.e2e.process.ProcessName;
import dev.e2e.process.StopRules;
import dev.e2e.readiness.Readiness;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.maven.model.Dependency;
import org.jspecify.annotations.Nullable;

/**
 * A {@code <process>} of the POM. Texts may hold {@code @{NAME.VALUE}}, what the process NAME published when it became
 * ready, and {@code @{PORT}}, a port of this set; {@code ${PORT}} is the same where Maven has no such property yet.
 */
public final class ProcessConfiguration {
    /** Names the process, its files and its properties; a built-in's name alone stands for the built-in. */
    @Nullable String name;
    /** Program and arguments, each an {@code <arg>}; this or {@code mainClass}. */
    @Nullable List<String> command;
    /** The class to run in a JVM of its own; this or {@code command}. */
    @Nullable String mainClass;
    /** Jars for {@code mainClass}, resolved with all that they need. */
    @Nullable List<Dependency> dependencies;
    /** Jars and directories for {@code mainClass}, before the dependencies. */
    @Nullable List<String> classPath;
    /** Options for the JVM of {@code mainClass}. */
    @Nullable List<String> jvmArguments;
    /** Arguments of {@code mainClass}. */
    @Nullable List<String> arguments;
    /** Where it runs; by default the project's directory. */
    @Nullable File workingDirectory;
    /** Added to Maven's environment. */
    @Nullable Map<String, String> environmentVariables;
    /** Processes that have to be ready before it is launched. */
    @Nullable List<String> dependsOn;
    /** When it counts as ready; by default as soon as it runs. */
    @Nullable ReadinessConfiguration readiness;
    /** A regular expression for log lines that mean that it will never be ready. */
    @Nullable String failOn;
    /** How long it may take to be ready; by default as for all processes. */
    @Nullable String startupTimeout;
    /** How long it may take to end before it is killed; by default as for all processes. */
    @Nullable String shutdownTimeout;
    /** The signal that asks it to end; {@code TERM} by default. */
    @Nullable String stopSignal;
    /** A command that asks it to end, each word an {@code <arg>}; the signal follows where it fails. */
    @Nullable List<String> stopCommand;
    /** How large its log may become before it is rotated: {@code 64MB} by default. */
    @Nullable String maxLogSize;
    /** Names of properties that get free loopback ports. */
    @Nullable List<String> ports;
    /** Whether it may end by itself while the tests run. */
    boolean ignoreExit;

    /** The name. */
    ProcessName name() throws InvalidInputException {
        if (name == null) {
            throw new InvalidInputException("<process>: <name> is missing; give it one");
        }
        try {
            return new ProcessName(name.strip());
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("<process><name>: " + e.getMessage(), e);
        }
    }

    /** Whether it stands for a built-in process. */
    boolean isBuiltin() throws InvalidInputException {
        if (!BuiltinSpecs.ALL.contains(name()) || command != null || mainClass != null) {
            return false;
        }
        if (hasMoreThanItsName()) {
            throw new InvalidInputException(
                    "<process> '%s': it is built in, and takes nothing but its <name>; set it up with the plugin's own parameters, or give a process of yours another name"
                            .formatted(name()));
        }
        return true;
    }

    /** Whether it says anything that a built-in process would not heed. */
    private boolean hasMoreThanItsName() {
        return dependencies != null
                || classPath != null
                || jvmArguments != null
                || arguments != null
                || workingDirectory != null
                || environmentVariables != null
                || dependsOn != null
                || readiness != null
                || failOn != null
                || startupTimeout != null
                || shutdownTimeout != null
                || stopSignal != null
                || stopCommand != null
                || maxLogSize != null
                || ports != null
                || ignoreExit;
    }

    /** Names of the processes that it depends on. */
    Set<ProcessName> dependencyNames() throws InvalidInputException {
        Set<ProcessName> names = new LinkedHashSet<>();
        for (String dependency : orEmpty(dependsOn)) {
            try {
                names.add(new ProcessName(dependency.strip()));
            } catch (IllegalArgumentException e) {
                throw refused("<dependsOn>", e);
            }
        }
        return names;
    }

    /** The names of its ports. */
    List<String> portNames() {
        return orEmpty(ports).stream().map(String::strip).toList();
    }

    /** Whether a text of it speaks of the addresses of the infrastructure. */
    boolean mentionsInfrastructure(LateTexts texts) {
        for (List<String> words : Arrays.asList(command, arguments, jvmArguments, stopCommand)) {
            texts.of(orEmpty(words));
        }
        texts.of(environmentVariables == null ? Map.<String, String>of() : environmentVariables);
        if (readiness != null) {
            try {
                readiness.toReadiness(texts);
            } catch (IllegalArgumentException e) {
                return texts.useInfrastructure(); // it is refused before anything is started
            }
        }
        return texts.useInfrastructure();
    }

    /** The immutable form, all values checked. */
    ProcessSpec toSpec(ProcessDefaults defaults) throws InvalidInputException {
        Path directory = workingDirectory == null ? defaults.directory() : workingDirectory.toPath();
        LateTexts late = defaults.texts();
        LaunchSpec launch = launch(directory, defaults, late);
        Readiness ready = readiness == null ? ReadinessConfiguration.asSoonAsItRuns() : readiness(readiness, late);
        List<String> stopWords = late.of(orEmpty(stopCommand));
        ProcessSpec.Builder builder = ProcessSpec.of(name(), launch, ready)
                .directory(
                        workingDirectory == null
                                ? ProcessSpec.WorkingDirectory.DEFAULT
                                : ProcessSpec.WorkingDirectory.DECLARED)
                .dependsOn(late.withInfra(dependencyNames()))
                .failOn(failOn == null ? null : Values.pattern(element("<failOn>"), failOn))
                .startupTimeout(Values.duration(
                        element("<startupTimeout>"),
                        startupTimeout == null ? defaults.startupTimeout() : startupTimeout))
                .ports(ports(defaults));
        try {
            return builder.stop(new StopRules(
                            Values.duration(
                                    element("<shutdownTimeout>"),
                                    shutdownTimeout == null ? defaults.shutdownTimeout() : shutdownTimeout),
                            stopSignal == null ? "TERM" : stopSignal.strip(),
                            stopWords,
                            directory,
                            ignoreExit ? StopRules.EarlyExit.IS_FINE : StopRules.EarlyExit.FAILS))
                    .build();
        } catch (IllegalArgumentException e) {
            throw refused("<stopSignal>", e);
        }
    }

    private LaunchSpec launch(Path directory, ProcessDefaults defaults, LateTexts late) throws InvalidInputException {
        if ((command == null) == (mainClass == null)) {
            throw new InvalidInputException(element("")
                    + (command == null ? "neither <command> nor <mainClass>" : "both <command> and <mainClass>")
                    + "; give it one of them");
        }
        long limit = maxLogSize == null
                ? LaunchSpec.DEFAULT_MAX_LOG_SIZE
                : Values.bytes(element("<maxLogSize>"), maxLogSize);
        Map<String, String> environment =
                late.of(environmentVariables == null ? Map.<String, String>of() : environmentVariables);
        if (mainClass == null) {
            List<String> words = late.of(orEmpty(command));
            if (words.isEmpty() || words.get(0).isBlank()) {
                throw new InvalidInputException(
                        element("<command>") + ": it is empty; each word is an <arg> of its own");
            }
            return new LaunchSpec(words, directory, environment, Map.of(), limit);
        }
        JavaCommand java = new JavaCommand(
                defaults.java(),
                late.of(orEmpty(jvmArguments)),
                defaults.classPath(element("<dependencies>"), orEmpty(classPath), dependencies),
                mainClass.strip(),
                late.of(orEmpty(arguments)));
        return new LaunchSpec(java.command(), directory, environment, java.workFiles(), limit);
    }

    private Readiness readiness(ReadinessConfiguration configuration, LateTexts late) throws InvalidInputException {
        try {
            return configuration.toReadiness(late);
        } catch (IllegalArgumentException e) {
            throw refused("<readiness>", e);
        }
    }

    private SortedMap<String, Integer> ports(ProcessDefaults defaults) throws InvalidInputException {
        SortedMap<String, Integer> numbers = new TreeMap<>();
        for (String port : orEmpty(ports)) {
            if (!port.strip().matches("[A-Za-z][A-Za-z0-9._-]*")) {
                throw new InvalidInputException(
                        "%s: a port is named by the property that gets its number, such as orders.port, not '%s'"
                                .formatted(element("<ports>"), port));
            }
            numbers.put(port.strip(), defaults.fixedPort(element("<ports>"), port.strip()));
        }
        return numbers;
    }

    private InvalidInputException refused(String element, IllegalArgumentException e) throws InvalidInputException {
        return new InvalidInputException(element(element) + ": " + e.getMessage(), e);
    }

    private String element(String element) throws InvalidInputException {
        return "<process> '%s': %s".formatted(name(), element);
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
