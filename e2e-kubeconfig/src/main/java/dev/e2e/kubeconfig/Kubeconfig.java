package dev.e2e.kubeconfig;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Kubeconfig files, merged as kubectl does: the first one to name something counts. Each section knows its file. */
final class Kubeconfig {
    private final Map<String, Section> contexts = new LinkedHashMap<>();
    private final Map<String, Section> clusters = new LinkedHashMap<>();
    private final Map<String, Section> users = new LinkedHashMap<>();
    private @Nullable String currentContext;

    /**
     * Reads the files.
     *
     * @throws KubeconfigException when one of them is no kubeconfig; says which
     */
    Kubeconfig(List<Path> files) {
        List<Section> documents = new ArrayList<>();
        files.forEach(file -> documents.add(Section.of(file)));
        for (Section document : documents) {
            take(document, "contexts", "context", contexts);
            take(document, "clusters", "cluster", clusters);
            take(document, "users", "user", users);
            currentContext = currentContext == null ? document.text("current-context") : currentContext;
        }
    }

    private static void take(Section document, String list, String content, Map<String, Section> all) {
        Set<String> here = new HashSet<>();
        for (Section named : document.sections(list)) {
            String name = named.required("name");
            if (!here.add(name)) {
                throw new KubeconfigException("%s cannot be read as a kubeconfig: '%s' has '%s' twice"
                        .formatted(document.file(), list, name));
            }
            all.putIfAbsent(name, named.section(content).orElse(Section.empty(document.file())));
        }
    }

    /** The names of all contexts, in their order. */
    Set<String> contexts() {
        return new TreeSet<>(contexts.keySet());
    }

    Optional<String> currentContext() {
        return Optional.ofNullable(currentContext);
    }

    Optional<Section> context(String name) {
        return Optional.ofNullable(contexts.get(name));
    }

    Optional<Section> cluster(String name) {
        return Optional.ofNullable(clusters.get(name));
    }

    Optional<Section> user(String name) {
        return Optional.ofNullable(users.get(name));
    }
}
