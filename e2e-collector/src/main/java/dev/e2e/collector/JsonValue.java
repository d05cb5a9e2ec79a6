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

    /** Decimal digits; of those of 64 bits none has as many. */
    private static final int MOST_DIGITS = 20;

    private static final JsonValue MISSING = new JsonValue(null);

    /** Reads one document whole. */
    static JsonValue read(InputStream document) {
        try (JsonParser parser = FORMAT.createParser(ObjectReadContext.empty(), document)) {
            parser.nextToken();
            return read(parser, Projection.WHOLE);
        }
    }

    /** Reads the value at which the parser stands, as far as it is wanted, and stops at its end. */
    static JsonValue read(JsonParser parser, Projection wanted) {
        return new JsonValue(content(parser, wanted));
    }

    private static @Nullable Object content(JsonParser parser, Projection wanted) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return members(parser, wanted);
        }
        if (token == JsonToken.START_ARRAY) {
            List<@Nullable Object> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(content(parser, wanted));
            }
            return elements;
        }
        if (token == JsonToken.VALUE_STRING) {
            return text(parser, wanted.leaf());
        }
        if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            return number(parser.getString());
        }
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return token == JsonToken.VALUE_TRUE;
        }
        return null;
    }

    /** The number, or its text where its exponent is beyond all reason. */
    private static Object number(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private static Map<String, @Nullable Object> members(JsonParser parser, Projection wanted) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            Projection member = wanted.member(name);
            if (member.isNothing()) {
                parser.skipChildren();
            } else {
                members.put(name, content(parser, member));
            }
        }
        return members;
    }

    private static Object text(JsonParser parser, Projection.Leaf leaf) {
        return switch (leaf) {
            case AS_IT_STANDS -> parser.getString();
            case UTF8_SIZE -> BigDecimal.valueOf(utf8Size(parser));
            case BASE64_SIZE -> BigDecimal.valueOf(decodedSize(parser));
        };
    }

    private static long utf8Size(JsonParser parser) {
        char[] text = parser.getStringCharacters();
        int end = parser.getStringOffset() + parser.getStringLength();
        long size = 0;
        for (int i = parser.getStringOffset(); i < end; i++) {
            // Of a pair of surrogates, which take four bytes, each is counted as two.
            size += text[i] < 0x80 ? 1 : text[i] < 0x800 || Character.isSurrogate(text[i]) ? 2 : 3;
        }
        return size;
    }

    /** The size of what a text in Base64 stands for. */
    private static long decodedSize(JsonParser parser) {
        char[] text = parser.getStringCharacters();
        int length = parser.getStringLength();
        int last = parser.getStringOffset() + length - 1;
        int padding = 0;
        while (padding < 2 && padding < length && text[last - padding] == '=') {
            padding++;
        }
        return length * 3L / 4 - padding;
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

    /** A number without its fraction; missing where it is none of 64 bits. */
    @Nullable Long integer() {
        // Looked at first, since the whole number that 1e999999999 stands for would fill all memory.
        return content instanceof BigDecimal number
                        && Math.abs((long) number.scale()) < MOST_DIGITS
                        && number.precision() - number.scale() < MOST_DIGITS
                ? (Long) number.longValue()
                : null;
    }

    long integer(long otherwise) {
        Long integer = integer();
        return integer == null ? otherwise : integer;
    }

    boolean isTrue() {
        return Boolean.TRUE.equals(content);
    }

    /** Whether it is true, where the lack of a value means the other. */
    boolean isTrue(boolean otherwise) {
        return content instanceof Boolean truth ? truth : otherwise;
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

    /** The names of the objects in an array. */
    List<String> names() {
        return elements().stream().map(element -> element.at("name").text("")).toList();
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
