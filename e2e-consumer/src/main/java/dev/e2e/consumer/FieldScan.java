package dev.e2e.consumer;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Finds fields of objects in a chunk that was read as one before, so that nothing in it can be wrong. */
final class FieldScan {
    private final JsonFactory json;

    FieldScan(JsonFactory json) {
        this.json = json;
    }

    /** @param found called for each object with its fields among those that are wanted, and their values as text */
    void scan(byte[] chunk, Set<String> wanted, BiConsumer<ObjectName, Map<String, String>> found) {
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), chunk)) {
            parser.nextToken();
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                if (name.equals("items")) {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        object(parser, wanted, found);
                    }
                } else {
                    parser.skipChildren();
                }
            }
        }
    }

    /**
     * Which object of a kind.
     *
     * @param namespace empty for an object of the cluster
     */
    record ObjectName(String namespace, String name) {}

    private static void object(
            JsonParser parser, Set<String> wanted, BiConsumer<ObjectName, Map<String, String>> found) {
        String namespace = "";
        String name = "";
        Map<String, String> fields = new HashMap<>();
        for (String field = parser.nextName(); field != null; field = parser.nextName()) {
            JsonToken token = parser.nextToken();
            boolean text = token == JsonToken.VALUE_STRING;
            if (field.equals("namespace") && text) {
                namespace = parser.getString();
            } else if (field.equals("name") && text) {
                name = parser.getString();
            }
            if (wanted.contains(field)) {
                fields.put(field, value(parser, token));
            }
            parser.skipChildren();
        }
        found.accept(new ObjectName(namespace, name), fields);
    }

    private static String value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_ARRAY -> "a list";
            case START_OBJECT -> "an object";
            default -> Printable.of(parser.getString());
        };
    }
}
