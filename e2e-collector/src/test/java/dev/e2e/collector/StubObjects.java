package dev.e2e.collector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The objects of a stub of the API server, as JSON. */
final class StubObjects {
    private static final Pattern IN_NAMESPACE = Pattern.compile("(.*/)namespaces/([^/]+)/([^/]+)");

    private final Map<String, List<String>> lists = new ConcurrentHashMap<>();

    /** Adds an object as it stands. */
    void add(Kind kind, String json) {
        list(kind).add(json);
    }

    /** Adds an object; its identity comes from the count of its kind. */
    void add(Kind kind, String name, String rest) {
        add(kind, TestObjects.object(kind, name, list(kind).size(), rest));
    }

    /** So many objects of a kind, and no others. */
    void many(Kind kind, int count, String rest) {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            many.add(TestObjects.object(kind, "many-" + i, i, rest));
        }
        lists.put(kind.path(), new CopyOnWriteArrayList<>(many));
    }

    private List<String> list(Kind kind) {
        return lists.computeIfAbsent(kind.path(), path -> new CopyOnWriteArrayList<>());
    }

    /** The objects of a path, which may be that of one namespace, and of a field selector by name. */
    List<String> selected(String path, Map<String, String> query) {
        Matcher inNamespace = IN_NAMESPACE.matcher(path);
        if (inNamespace.matches()) {
            return lists.getOrDefault(inNamespace.group(1) + inNamespace.group(3), List.of()).stream()
                    .filter(json -> json.contains("\"namespace\":\"" + inNamespace.group(2) + "\""))
                    .toList();
        }
        String selector = query.getOrDefault("fieldSelector", "");
        String name = selector.replace("metadata.name=", "");
        return lists.getOrDefault(path, List.of()).stream()
                .filter(json -> selector.isEmpty() || json.contains("\"name\":\"" + name + "\""))
                .toList();
    }
}
