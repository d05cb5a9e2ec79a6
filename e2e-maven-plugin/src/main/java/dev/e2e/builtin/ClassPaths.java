package dev.e2e.builtin;

import dev.e2e.process.InvalidInputException;
import java.nio.file.Path;
import java.util.List;

/** Finds the class paths of the applications. */
@FunctionalInterface
public interface ClassPaths {

    /**
     * The jar of an application of ours and those of its dependencies.
     *
     * @param artifactId such as {@code e2e-consumer}
     * @throws InvalidInputException when they cannot be had
     */
    List<Path> of(String artifactId) throws InvalidInputException;
}
