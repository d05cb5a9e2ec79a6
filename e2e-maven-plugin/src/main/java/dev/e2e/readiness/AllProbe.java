package dev.e2e.readiness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks at all that is not met yet; each is met once and for all. */
final class AllProbe implements Probe {
    private final List<Part> parts;
    private final List<Part> open;
    private final Map<String, String> published = new LinkedHashMap<>();

    AllProbe(List<Part> parts) {
        this.parts = parts;
        this.open = new ArrayList<>(parts);
    }

    @Override
    public Optional<Map<String, String>> check() throws IOException {
        for (Part part : List.copyOf(open)) {
            Optional<Map<String, String>> values = part.probe().check();
            if (values.isPresent()) {
                published.putAll(values.get());
                open.remove(part);
            }
        }
        return open.isEmpty() ? Optional.of(Map.copyOf(published)) : Optional.empty();
    }

    @Override
    public String lastSeen() {
        return open.stream().map(Part::lastSeen).filter(seen -> !seen.isEmpty()).collect(Collectors.joining("; "));
    }

    @Override
    public void close() {
        parts.forEach(part -> part.probe().close());
    }
}
