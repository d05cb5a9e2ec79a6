package dev.e2e.collector;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;

/**
 * A snapshot as version 1 had it: one JSON object with a list for each kind. It is put together from the chunks of
 * version 2, whose objects have the same fields; where one has no value, version 1 has no field. Of a kind that is too large
 * for a message by itself only the size is kept, so that memory stays bounded; all others are kept, since a kind may be
 * discarded, and what is read in its place may leave room for them.
 */
final class VersionOneMessage {
    private static final Map<Kind, String> LISTS = lists();

    private final Map<Kind, Items> items = new LinkedHashMap<>();
    private final long largest;

    /** The objects of a kind, separated by commas, and how many bytes they are. */
    private static final class Items {
        private final ByteArrayOutputStream json = new ByteArrayOutputStream();
        private long size;

        void add(byte[] objects, long largest) {
            boolean first = size == 0;
            size += objects.length + (first ? 0 : 1);
            if (size > largest) {
                json.reset();
                return;
            }
            if (!first) {
                json.write(',');
            }
            json.writeBytes(objects);
        }
    }

    /**
     * Starts an empty one.
     *
     * @param kinds those that are read; each has a list, empty ones too
     * @param largest what it may have, in bytes
     */
    VersionOneMessage(Set<Kind> kinds, long largest) {
        this.largest = largest;
        LISTS.keySet().stream().filter(kinds::contains).forEach(kind -> items.put(kind, new Items()));
    }

    /** What version 1 calls its lists. */
    private static Map<Kind, String> lists() {
        Map<Kind, String> lists = new LinkedHashMap<>();
        lists.put(Kind.DEPLOYMENT, "deployments");
        lists.put(Kind.POD, "pods");
        lists.put(Kind.NODE, "nodes");
        lists.put(Kind.SERVICE, "services");
        lists.put(Kind.INGRESS, "ingresses");
        lists.put(Kind.CONFIG_MAP, "config_maps");
        lists.put(Kind.SECRET, "secrets");
        lists.put(Kind.PERSISTENT_VOLUME, "persistent_volumes");
        lists.put(Kind.PERSISTENT_VOLUME_CLAIM, "persistent_volume_claims");
        return Collections.unmodifiableMap(lists);
    }

    /** The kinds that version 1 knows. */
    static Set<Kind> kinds() {
        return LISTS.keySet();
    }

    /** Adds the objects of a chunk of version 2. */
    void add(Kind kind, byte[] chunk) {
        Objects.requireNonNull(items.get(kind), kind::id).add(objects(chunk), largest);
    }

    /** Forgets the objects of a kind, which is read once more. */
    void discard(Kind kind) {
        items.put(kind, new Items());
    }

    private long size() {
        return items.values().stream().mapToLong(each -> each.size).sum();
    }

    /** The objects of a chunk as they stand in an array, without its brackets, and without members that are null. */
    private static byte[] objects(byte[] chunk) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonParser parser = JsonValue.FORMAT.createParser(ObjectReadContext.empty(), chunk);
                JsonGenerator json = JsonValue.FORMAT.createGenerator(ObjectWriteContext.empty(), bytes)) {
            parser.nextToken();
            for (String field = parser.nextName(); field != null; field = parser.nextName()) {
                parser.nextToken();
                if (field.equals("items")) {
                    copy(parser, json);
                } else {
                    parser.skipChildren();
                }
            }
        }
        byte[] array = bytes.toByteArray();
        return Arrays.copyOfRange(array, 1, array.length - 1);
    }

    private static void copy(JsonParser parser, JsonGenerator json) {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            json.writeStartObject();
            for (String field = parser.nextName(); field != null; field = parser.nextName()) {
                if (parser.nextToken() != JsonToken.VALUE_NULL) {
                    json.writeName(field);
                    copy(parser, json);
                }
            }
            json.writeEndObject();
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            json.writeStartArray();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                copy(parser, json);
            }
            json.writeEndArray();
        } else {
            json.copyCurrentEventExact(parser);
        }
    }

    /**
     * The message.
     *
     * @throws CycleFailedException when it is too large; says what its parts have
     */
    byte[] json(String timestamp, String clusterId) throws CycleFailedException {
        if (size() > largest) {
            throw tooLarge(size());
        }
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        byte[] head = SnapshotWriter.json(json -> {
            json.writeStartObject();
            new Fields(json).text("timestamp", timestamp).text("cluster_id", clusterId);
            json.writeEndObject();
        });
        message.write(head, 0, head.length - 1);
        items.forEach((kind, ofKind) -> {
            message.writeBytes(SnapshotWriter.utf8(",\"%s\":[".formatted(LISTS.get(kind))));
            message.writeBytes(ofKind.json.toByteArray());
            message.write(']');
        });
        message.write('}');
        if (message.size() > largest) {
            throw tooLarge(message.size());
        }
        return message.toByteArray();
    }

    private CycleFailedException tooLarge(long size) {
        return new CycleFailedException(
                "one message of version 1 would have %s bytes, more than the %s that it may have (%s); use OUTPUT=v2, or select less with KINDS and NAMESPACES"
                        .formatted(grouped(size), grouped(largest), sizes()));
    }

    private String sizes() {
        StringJoiner sizes = new StringJoiner(", ");
        items.forEach((kind, ofKind) -> {
            if (ofKind.size > 0) {
                sizes.add("%s %s".formatted(kind.id(), grouped(ofKind.size)));
            }
        });
        return sizes.toString();
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
