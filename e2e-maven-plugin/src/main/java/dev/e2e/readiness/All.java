package dev.e2e.readiness;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All of several, in any order; each counts from when it was met first, even if it would not be met any longer. What they
 * publish is published together; of two values of one name, that of the one met later.
 *
 * @param parts at least one
 */
public record All(List<Readiness> parts) implements Readiness {

    /** @throws IllegalArgumentException when there is none */
    public All {
        parts = Part.requireSome("all", parts);
    }

    @Override
    public Probe probe(ProbeContext context) {
        return new AllProbe(Part.of(parts, context));
    }

    @Override
    public List<Endpoint> endpoints() {
        return parts.stream().flatMap(part -> part.endpoints().stream()).toList();
    }

    @Override
    public Stream<String> texts() {
        return parts.stream().flatMap(Readiness::texts);
    }

    @Override
    public <E extends Exception> Readiness resolve(Resolver<E> resolver) throws E {
        return new All(Part.resolve(parts, resolver));
    }

    @Override
    public String toString() {
        return parts.stream().map(Readiness::toString).collect(Collectors.joining(" and "));
    }
}
