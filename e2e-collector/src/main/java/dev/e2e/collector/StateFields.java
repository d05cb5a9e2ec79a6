package dev.e2e.collector;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** What leaves the cluster of Namespaces, ConfigMaps and Secrets: of the latter two the keys, never a value. */
final class StateFields {
    private StateFields() {}

    static void namespace(JsonValue namespace, Fields fields, Owners owners) {
        fields.text("phase", namespace.at("status", "phase").text("Active"));
    }

    static void configMap(JsonValue configMap, Fields fields, Owners owners) {
        Map<String, Integer> sizes = new TreeMap<>();
        configMap.at("data").members().forEach((key, value) -> sizes.put(key, utf8Size(value)));
        configMap.at("binaryData").members().forEach((key, value) -> sizes.put(key, decodedSize(value)));
        keys(sizes, fields);
    }

    static void secret(JsonValue secret, Fields fields, Owners owners) {
        Map<String, Integer> sizes = new TreeMap<>();
        secret.at("data").members().forEach((key, value) -> sizes.put(key, decodedSize(value)));
        fields.text("type", secret.at("type").text("Opaque"));
        keys(sizes, fields);
    }

    private static void keys(Map<String, Integer> sizes, Fields fields) {
        fields.list(
                "keys",
                sizes.entrySet(),
                (key, item) -> item.text("name", key.getKey()).number("size", (long) key.getValue()));
    }

    private static int utf8Size(JsonValue value) {
        return value.text("").getBytes(StandardCharsets.UTF_8).length;
    }

    /** The size of what a text in Base64 stands for. */
    private static int decodedSize(JsonValue value) {
        String text = value.text("");
        int padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
        return (int) (text.length() * 3L / 4) - padding;
    }
}
