package dev.e2e.collector;

import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON value as it was read, or the lack of one. Reading further into what is missing, or of another type than
 * asked for, gives what is missing again: what an API server leaves out is no error here.
 *
 * <p>Built on Jackson's streams alone, since the data binding above them takes a quarter of a second to load.
 */
record JsonValue(@Nullable Object content) {
    static final JsonFactory FORMAT = new JsonFactory();

    private static final JsonValue MISSING = new JsonValue(null);

    /** Where in a Kubernetes object a value stands, as far as that decides what is not read. */
    private enum Place {
        OBJECT,
        METADATA,
        ELSEWHERE
    }

    /** Reads one document whole. */
    static JsonValue read(InputStream document) {
        try (JsonParser parser = FORMAT.createParser(ObjectReadContext.empty(), document)) {
            parser.nextToken();
            return read(parser);
        }
    }

    /** Reads the value at which the parser stands, without {@code metadata.managedFields}, and stops at its end. */
    static JsonValue read(JsonParser parser) {
        return new JsonValue(content(parser, Place.OBJECT));
    }

    private static @Nullable Object content(JsonParser parser, Place place) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return members(parser, place);
        }
        if (token == JsonToken.START_ARRAY) {
            List<@Nullable Object> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(content(parser, Place.ELSEWHERE));
            }
            return elements;
        }
        if (token == JsonToken.VALUE_STRING) {
            return parser.getString();
        }
        if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            return new BigDecimal(parser.getString());
        }
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return token == JsonToken.VALUE_TRUE;
        }
        return null;
    }

    private static Map<String, @Nullable Object> members(JsonParser parser, Place place) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (place == Place.METADATA && name.equals("managedFields")) {
                parser.skipChildren();
                continue;
            }
            boolean metadata = place == Place.OBJECT && name.equals("metadata");
            members.put(name, content(parser, metadata ? Place.METADATA : Place.ELSEWHERE));
        }
        return members;
    }

    boolean isMissing() {
        return content == null;
    }

    /** The value below these names. */
    JsonValue at(String... path) {
        @Nullable Object value = content;
        for (String name : path) {
            value = value instanceof Map<?, ?> members ? members.get(name) : null;
        }
        return value == null ? MISSING : new JsonValue(value);
    }

    /** A text, or a number or truth value as text. */
    @Nullable String text() {
        return content instanceof Map || content instanceof List || content == null ? null : content.toString();
    }

    String text(String otherwise) {
        String text = text();
        return text == null ? otherwise : text;
    }

    @Nullable Long integer() {
        return content instanceof BigDecimal number ? (Long) number.longValue() : null;
    }

    long integer(long otherwise) {
        Long integer = integer();
        return integer == null ? otherwise : integer;
    }

    boolean isTrue() {
        return Boolean.TRUE.equals(content);
    }

    /** The elements of an array. */
    List<JsonValue> elements() {
        List<JsonValue> elements = new ArrayList<>();
        if (content instanceof List<?> list) {
            list.forEach(element -> elements.add(new JsonValue(element)));
        }
        return elements;
    }

    /** The elements of an array of texts. */
    List<String> texts() {
        return elements().stream().map(element -> element.text("")).toList();
    }

    /** The members of an object, in their order. */
    Map<String, JsonValue> members() {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        if (content instanceof Map<?, ?> map) {
            map.forEach((name, value) -> members.put(String.valueOf(name), new JsonValue(value)));
        }
        return members;
    }
}
