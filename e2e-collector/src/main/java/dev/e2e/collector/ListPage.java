package dev.e2e.collector;

import dev.e2e.runtime.NetworkFailure;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * What a page of a list says beside its items.
 *
 * @param resourceVersion of the list
 * @param next the token of the next page; empty on the last
 */
record ListPage(String resourceVersion, String next) {

    /** Takes the objects of a page, one by one. */
    @FunctionalInterface
    interface Items {
        void take(JsonValue object) throws IOException;
    }

    /**
     * Reads a page object by object, of each what is wanted; none is kept.
     *
     * @throws UnexpectedAnswerException when it is no list: what it lacks would be taken for objects that are not there
     */
    static ListPage read(InputStream body, Projection wanted, Items items) throws IOException {
        JsonValue metadata = new JsonValue(null);
        String kind = "";
        boolean listed = false;
        try (JsonParser parser = JsonValue.FORMAT.createParser(ObjectReadContext.empty(), body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new UnexpectedAnswerException(parser.currentToken() == null ? "it is empty" : "it is no object");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "items" -> {
                        if (listed) {
                            throw new UnexpectedAnswerException("it has 'items' twice");
                        }
                        listed = true;
                        read(parser, value, wanted, items);
                    }
                    case "metadata" -> metadata = JsonValue.read(parser, Projection.WHOLE);
                    case "kind" ->
                        kind = JsonValue.read(parser, Projection.WHOLE).text("");
                    default -> parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw new UnexpectedAnswerException("there is more behind its end");
            }
        }
        if (!listed) {
            throw new UnexpectedAnswerException(
                    kind.isEmpty() ? "it has no 'items'" : "it is of kind " + NetworkFailure.oneLine(kind));
        }
        return new ListPage(
                metadata.at("resourceVersion").text(""), metadata.at("continue").text(""));
    }

    /** Nothing is an empty list, as Go writes one. */
    private static void read(JsonParser parser, @Nullable JsonToken value, Projection wanted, Items items)
            throws IOException {
        if (value == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.take(JsonValue.read(parser, wanted));
            }
        } else if (value != JsonToken.VALUE_NULL) {
            throw new UnexpectedAnswerException("its 'items' are no list");
        }
    }
}
