package dev.e2e.infra;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What an API server says about itself: its version, and which types of resources it serves where. */
final class Discovery {
    private static final List<String> VERBS = List.of("create", "delete", "get", "list", "patch", "update", "watch");

    private Discovery() {}

    /** The documents by their paths. */
    static Map<String, Map<String, Object>> documents() {
        Map<String, Map<String, Object>> documents = new LinkedHashMap<>();
        documents.put("/version", version());
        documents.put("/api", Json.object("kind", "APIVersions", "versions", List.of("v1")));
        Map<String, List<Object>> resources = new LinkedHashMap<>();
        for (ResourceType type : ResourceType.values()) {
            resources
                    .computeIfAbsent(type.apiVersion(), version -> new ArrayList<>())
                    .add(resource(type));
        }
        resources.forEach((version, served) -> documents.put(
                version.contains("/") ? "/apis/" + version : "/api/" + version,
                Json.object(
                        "kind", "APIResourceList", "apiVersion", "v1", "groupVersion", version, "resources", served)));
        List<Map<String, Object>> groups = resources.keySet().stream()
                .filter(version -> version.contains("/"))
                .map(Discovery::group)
                .toList();
        documents.put("/apis", Json.object("kind", "APIGroupList", "apiVersion", "v1", "groups", groups));
        groups.forEach(group -> documents.put(
                "/apis/" + group.get("name"), Json.merged(Json.object("kind", "APIGroup", "apiVersion", "v1"), group)));
        return documents;
    }

    private static Map<String, Object> version() {
        String[] numbers = ClusterFixture.KUBERNETES_VERSION.substring(1).split("\\.", -1);
        return Json.object(
                "major",
                numbers[0],
                "minor",
                numbers[1],
                "gitVersion",
                ClusterFixture.KUBERNETES_VERSION,
                "gitCommit",
                "",
                "gitTreeState",
                "clean",
                "buildDate",
                "2025-09-09T19:44:50Z",
                "goVersion",
                "go1.24.6",
                "compiler",
                "gc",
                "platform",
                "linux/amd64");
    }

    private static Map<String, Object> resource(ResourceType type) {
        return Json.object(
                "name",
                type.plural(),
                "singularName",
                type.kind().toLowerCase(Locale.ROOT),
                "namespaced",
                type.isNamespaced(),
                "kind",
                type.kind(),
                "verbs",
                VERBS);
    }

    private static Map<String, Object> group(String groupVersion) {
        String[] parts = groupVersion.split("/", -1);
        Map<String, Object> version = Json.object("groupVersion", groupVersion, "version", parts[1]);
        return Json.object("name", parts[0], "versions", List.of(version), "preferredVersion", version);
    }
}
