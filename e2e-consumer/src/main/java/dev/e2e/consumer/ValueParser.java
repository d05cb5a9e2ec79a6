package dev.e2e.consumer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Parses values as a stream: objects are counted, never built. Whatever the bytes are, memory stays bounded by the
 * limits below, and the answer is a value or an {@link UnreadableRecordException}.
 */
final class ValueParser {
    private static final int DEEPEST = 200;
    private static final int LONGEST_NUMBER = 1_000;
    private static final int LONGEST_NAME = 4_096;
    private static final int LONGEST_TEXT = 1_000_000;
    private static final int MOST_LISTS = 1_000;
    /** Kinds or errors of an end. */
    private static final int MOST_ENTRIES = 20_000;

    private final JsonFactory json = factory();

    /** For values of strangers. */
    private static JsonFactory factory() {
        return JsonFactory.builder()
                .disable(TokenStreamFactory.Feature.CHARSET_DETECTION) // UTF-8 and nothing else
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxNumberLength(LONGEST_NUMBER)
                        .maxNameLength(LONGEST_NAME)
                        .maxStringLength(LONGEST_TEXT)
                        .build())
                .build();
    }

    /** The value of a record of version 2. */
    RecordValue parse(byte[] bytes) throws UnreadableRecordException {
        RecordValue value = new RecordValue();
        parse(bytes, (field, parser) -> readField(value, field, parser));
        return value;
    }

    /**
     * The value of a message of version 1: every list on its top level is a kind, and null is an empty list.
     *
     * @throws UnreadableRecordException also where it is no such message, since it has no list or names a schema
     */
    Message.VersionOne parseVersionOne(byte[] bytes) throws UnreadableRecordException {
        Map<String, Integer> lists = new LinkedHashMap<>();
        parse(bytes, (field, parser) -> {
            JsonToken token = parser.currentToken();
            if (field.equals("schema")) {
                throw new UnreadableRecordException("header 'schema' is missing");
            } else if (token == JsonToken.START_ARRAY) {
                once(lists.put(field, countObjects(field, parser)), field);
            } else if (token == JsonToken.VALUE_NULL && !field.equals("cluster_id") && !field.equals("timestamp")) {
                once(lists.put(field, 0), field);
            } else {
                parser.skipChildren();
            }
            if (lists.size() > MOST_LISTS) {
                throw new UnreadableRecordException("more than " + MOST_LISTS + " lists");
            }
        });
        if (lists.isEmpty()) {
            throw new UnreadableRecordException("neither version 2 (no header 'schema') nor version 1 (no list)");
        }
        return new Message.VersionOne(lists);
    }

    /** Reads one field of the top level; the parser stands at its value, and has to stand at its end afterwards. */
    @FunctionalInterface
    private interface Field {
        void read(String name, JsonParser parser) throws UnreadableRecordException;
    }

    private void parse(byte[] bytes, Field field) throws UnreadableRecordException {
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableRecordException("value is not a JSON object");
            }
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                field.read(name, parser);
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw new UnreadableRecordException("value goes on after its JSON object");
            }
        } catch (JacksonException e) {
            TokenStreamLocation location = e.getLocation(); // null where a limit was passed
            throw new UnreadableRecordException("not readable as JSON%s: %s"
                    .formatted(
                            location == null ? "" : " at byte " + location.getByteOffset(),
                            Printable.of(e.getOriginalMessage())));
        } catch (RuntimeException e) { // whatever bytes can do to a parser, they do not end the reading
            throw new UnreadableRecordException("not readable as JSON: " + Printable.of(e.toString()));
        }
    }

    private static void readField(RecordValue value, String field, JsonParser parser) throws UnreadableRecordException {
        switch (field) {
            case "schema" -> value.schema = number(value.schema, field, parser);
            case "type" -> value.type = text(value.type, field, parser);
            case "snapshot_id" -> value.snapshotId = text(value.snapshotId, field, parser);
            case "cluster_id" -> value.clusterId = text(value.clusterId, field, parser);
            case "timestamp" -> value.timestamp = text(value.timestamp, field, parser);
            case "seq" -> value.seq = number(value.seq, field, parser);
            case "kind" -> value.kind = text(value.kind, field, parser);
            case "api_version" -> value.apiVersion = text(value.apiVersion, field, parser);
            case "status" -> value.status = text(value.status, field, parser);
            case "event" -> value.event = text(value.event, field, parser);
            case "chunks" -> value.chunks = number(value.chunks, field, parser);
            case "items" -> {
                once(value.items, field);
                expect(JsonToken.START_ARRAY, field, "a list", parser);
                value.items = countObjects(field, parser);
            }
            case "kinds" -> {
                once(value.kinds, field);
                if (parser.currentToken() == JsonToken.START_OBJECT) { // the end's; the begin's are only announced
                    value.kinds = readKinds(parser);
                } else {
                    parser.skipChildren();
                }
            }
            case "errors" -> {
                once(value.errors, field);
                expect(JsonToken.START_ARRAY, field, "a list", parser);
                value.errors = readErrors(parser);
            }
            default -> parser.skipChildren();
        }
    }

    private static int countObjects(String field, JsonParser parser) throws UnreadableRecordException {
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(JsonToken.START_OBJECT, field + "[" + count + "]", "an object", parser);
            parser.skipChildren();
            count++;
        }
        return count;
    }

    private static Map<String, KindSummary> readKinds(JsonParser parser) throws UnreadableRecordException {
        Map<String, KindSummary> kinds = new LinkedHashMap<>();
        for (String kind = parser.nextName(); kind != null; kind = parser.nextName()) {
            parser.nextToken();
            String path = "kinds." + Printable.of(kind);
            expect(JsonToken.START_OBJECT, path, "an object", parser);
            Long count = null;
            Long chunks = null;
            String sha256 = null;
            for (String field = parser.nextName(); field != null; field = parser.nextName()) {
                parser.nextToken();
                switch (field) {
                    case "count" -> count = number(count, path + ".count", parser);
                    case "chunks" -> chunks = number(chunks, path + ".chunks", parser);
                    case "sha256" -> sha256 = text(sha256, path + ".sha256", parser);
                    default -> parser.skipChildren();
                }
            }
            KindSummary summary = new KindSummary(
                    RecordValue.present(count, path + ".count"),
                    RecordValue.present(chunks, path + ".chunks"),
                    RecordValue.present(sha256, path + ".sha256"));
            once(kinds.put(kind, summary), path);
            notMore(kinds.size(), "kinds");
        }
        return kinds;
    }

    private static List<CollectionError> readErrors(JsonParser parser) throws UnreadableRecordException {
        List<CollectionError> errors = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String path = "errors[" + errors.size() + "]";
            expect(JsonToken.START_OBJECT, path, "an object", parser);
            String kind = null;
            Long code = null;
            String message = null;
            for (String field = parser.nextName(); field != null; field = parser.nextName()) {
                parser.nextToken();
                switch (field) {
                    case "kind" -> kind = text(kind, path + ".kind", parser);
                    case "code" -> code = number(code, path + ".code", parser);
                    case "message" -> message = text(message, path + ".message", parser);
                    default -> parser.skipChildren();
                }
            }
            errors.add(new CollectionError(
                    RecordValue.present(kind, path + ".kind"),
                    Math.toIntExact(Math.min(RecordValue.present(code, path + ".code"), Integer.MAX_VALUE)),
                    RecordValue.present(message, path + ".message")));
            notMore(errors.size(), "errors");
        }
        return errors;
    }

    private static Long number(@Nullable Long before, String field, JsonParser parser)
            throws UnreadableRecordException {
        once(before, field);
        expect(JsonToken.VALUE_NUMBER_INT, field, "a whole number", parser);
        long number = parser.getLongValue();
        if (number < 0) {
            throw new UnreadableRecordException("field '" + field + "' is below zero: " + number);
        }
        return number;
    }

    private static String text(@Nullable String before, String field, JsonParser parser)
            throws UnreadableRecordException {
        once(before, field);
        expect(JsonToken.VALUE_STRING, field, "a text", parser);
        return parser.getString();
    }

    private static void notMore(int entries, String field) throws UnreadableRecordException {
        if (entries > MOST_ENTRIES) {
            throw new UnreadableRecordException("field '" + field + "' has more than " + MOST_ENTRIES + " entries");
        }
    }

    private static void once(@Nullable Object before, String field) throws UnreadableRecordException {
        if (before != null) {
            throw new UnreadableRecordException("field '" + Printable.of(field) + "' stands there twice");
        }
    }

    private static void expect(JsonToken token, String field, String what, JsonParser parser)
            throws UnreadableRecordException {
        if (parser.currentToken() != token) {
            throw new UnreadableRecordException("field '" + Printable.of(field) + "' is not " + what);
        }
    }
}
