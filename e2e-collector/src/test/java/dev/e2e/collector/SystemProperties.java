package dev.e2e.collector;

import java.util.Map;
import java.util.Set;

/** Properties of the system that are set for a while; none of them was set before. */
record SystemProperties(Map<String, String> values) implements AutoCloseable {
    SystemProperties {
        values.forEach(System::setProperty);
    }

    Set<String> names() {
        return values.keySet();
    }

    @Override
    public void close() {
        values.keySet().forEach(System::clearProperty);
    }
}
