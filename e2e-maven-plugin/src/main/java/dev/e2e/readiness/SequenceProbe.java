package dev.e2e.readiness;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at one after the other, at the next only once the last is met. */
final class SequenceProbe implements Probe {
    private final List<Part> parts;
    private final Map<String, String> published = new LinkedHashMap<>();
    private int met;

    SequenceProbe(List<Part> parts) {
        this.parts = parts;
    }

    @Override
    public Optional<Map<String, String>> check() throws IOException {
        while (met < parts.size()) {
            Optional<Map<String, String>> values = parts.get(met).probe().check();
            if (values.isEmpty()) {
                return Optional.empty();
            }
            published.putAll(values.get());
            met++;
        }
        return Optional.of(Map.copyOf(published));
    }

    @Override
    public String lastSeen() {
        return met == parts.size() ? "" : parts.get(met).lastSeen();
    }

    @Override
    public void close() {
        parts.forEach(part -> part.probe().close());
    }
}
