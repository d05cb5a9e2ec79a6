package dev.e2e.readiness;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One after the other: the next is looked at once the last was met. What was there before its turn counts all the same,
 * a log line as well as a file; only a delay begins with its turn. What they publish is published together; of two values
 * of one name, the later.
 *
 * @param parts at least one
 */
public record Sequence(List<Readiness> parts) implements Readiness {

    /** @throws IllegalArgumentException when there is none */
    public Sequence {
        parts = Part.requireSome("a sequence", parts);
    }

    @Override
    public Probe probe(ProbeContext context) {
        return new SequenceProbe(Part.of(parts, context));
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
        return new Sequence(Part.resolve(parts, resolver));
    }

    @Override
    public String toString() {
        return parts.stream().map(Readiness::toString).collect(Collectors.joining(", then "));
    }
}
