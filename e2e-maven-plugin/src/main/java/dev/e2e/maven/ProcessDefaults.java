package dev.e2e.maven;

import dev.e2e.builtin.BuiltinStart;
import dev.e2e.process.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.apache.maven.model.Dependency;
import org.jspecify.annotations.Nullable;

/**
 * What a declared process gets from its surroundings.
 *
 * @param directory where it runs
 * @param startupTimeout as text
 * @param shutdownTimeout as text
 * @param java the {@code java} program
 * @param classPaths finds class paths
 * @param properties those that Maven knows already, user properties before those of the project
 * @param declarations the set that it is one of
 * @param infrastructure what stands for the addresses of the infrastructure, by their properties
 * @param infraRuns whether the process {@code infra} is started too
 */
record ProcessDefaults(
        Path directory,
        String startupTimeout,
        String shutdownTimeout,
        Path java,
        ResolvedClassPaths classPaths,
        Function<String, @Nullable String> properties,
        Declarations declarations,
        Map<String, String> infrastructure,
        boolean infraRuns) {

    /** The same once it is planned what becomes of the infrastructure. */
    ProcessDefaults with(BuiltinStart.Plan plan) {
        return new ProcessDefaults(
                directory,
                startupTimeout,
                shutdownTimeout,
                java,
                classPaths,
                properties,
                declarations,
                plan.infrastructure(),
                plan.hasInfra());
    }

    static Function<String, @Nullable String> properties(Properties user, Properties project) {
        return name -> user.getProperty(name, project.getProperty(name));
    }

    LateTexts texts() {
        return new LateTexts(declarations.ports(), declarations.names(), infrastructure, infraRuns);
    }

    /** The port that a property fixes already; 0 where there is none, and any free one will do. */
    int fixedPort(String element, String name) throws InvalidInputException {
        String text = properties.apply(name);
        if (text == null) {
            return 0;
        }
        int port = Values.number(element + " " + name, text);
        if (port < 1 || port > 65535) {
            throw new InvalidInputException("%s: the property %s fixes the port to '%s'; expected one from 1 to 65535"
                    .formatted(element, name, text));
        }
        return port;
    }

    /** The class path of a declared main class; the project's own where nothing is said. */
    List<Path> classPath(String element, List<String> entries, @Nullable List<Dependency> dependencies)
            throws InvalidInputException {
        if (entries.isEmpty() && dependencies == null) {
            return classPaths.ofProject(element);
        }
        List<Path> classPath = new ArrayList<>();
        entries.forEach(entry -> classPath.add(directory.resolve(entry)));
        if (dependencies != null) {
            classPath.addAll(classPaths.of(element, dependencies));
        }
        return classPath;
    }
}
