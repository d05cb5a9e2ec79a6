package dev.e2e.maven;

import dev.e2e.builtin.BuiltinSpecs;
import dev.e2e.process.ProcessName;
import java.util.Set;

/** Which of the built-in processes {@code e2e:run} leaves running. */
enum Background {
    BOTH,
    CONSUMER,
    COLLECTOR,
    NONE;

    Set<ProcessName> names() {
        return switch (this) {
            case BOTH -> Set.of(BuiltinSpecs.CONSUMER, BuiltinSpecs.COLLECTOR);
            case CONSUMER -> Set.of(BuiltinSpecs.CONSUMER);
            case COLLECTOR -> Set.of(BuiltinSpecs.COLLECTOR);
            case NONE -> Set.of();
        };
    }
}
