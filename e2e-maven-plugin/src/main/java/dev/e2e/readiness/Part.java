package dev.e2e.readiness;

import java.util.ArrayList;
import java.util.List;

/** One of several conditions, and its probe. */
record Part(Readiness condition, Probe probe) {

    static List<Part> of(List<Readiness> conditions, ProbeContext context) {
        return conditions.stream()
                .map(condition -> new Part(condition, condition.probe(context)))
                .toList();
    }

    static List<Readiness> requireSome(String of, List<Readiness> conditions) {
        if (conditions.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected " + of + " of one condition or more, got none; add one, or leave it out");
        }
        return List.copyOf(conditions);
    }

    static <E extends Exception> List<Readiness> resolve(List<Readiness> conditions, Resolver<E> resolver) throws E {
        List<Readiness> resolved = new ArrayList<>();
        for (Readiness condition : conditions) {
            resolved.add(condition.resolve(resolver));
        }
        return resolved;
    }

    /** Such as {@code 127.0.0.1:8080 to accept connections (connection refused)}; empty when nothing was tried yet. */
    String lastSeen() {
        String seen = probe.lastSeen();
        return seen.isEmpty() ? "" : condition + " (" + seen + ")";
    }
}
