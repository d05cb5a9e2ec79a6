package dev.e2e.collector;

import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamReadException;

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

    /** Reads a page object by object, of each what is wanted; none is kept. */
    static ListPage read(InputStream body, Projection wanted, Items items) throws IOException {
        JsonValue metadata = new JsonValue(null);
        try (JsonParser parser = JsonValue.FORMAT.createParser(ObjectReadContext.empty(), body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new StreamReadException(parser, "a list should be an object");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("items") && value == JsonToken.START_ARRAY) {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        items.take(JsonValue.read(parser, wanted));
                    }
                } else if (name.equals("metadata")) {
                    metadata = JsonValue.read(parser, Projection.WHOLE);
                } else {
                    parser.skipChildren();
                }
            }
        }
        return new ListPage(
                metadata.at("resourceVersion").text(""), metadata.at("continue").text(""));
    }
}
