package dev.e2e.collector;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;

/** A watch of one kind; bookmarks keep its place up to date, so that one that was closed goes on where it was. */
final class KindWatch {
    /** After so long the server is asked to close a watch, and it is opened again. */
    private static final Duration LENGTH = Duration.ofSeconds(290);

    private static final Duration LONGEST_SILENCE = LENGTH.plusSeconds(20);
    private static final Set<String> CHANGES = Set.of("ADDED", "MODIFIED", "DELETED");
    private static final int BUSY = 429;
    private static final int SERVER_ERROR = 500;

    private final ApiServer server;
    private final Kind kind;
    private final String list;
    private final Owners owners;
    private final SnapshotWriter deltas;
    private final Projection parts;
    private String resourceVersion = "";

    /**
     * @param list the path of the kind's list, and its query up to where more is to stand
     * @param deltas where changes go
     */
    KindWatch(ApiServer server, Kind kind, String list, Owners owners, SnapshotWriter deltas) {
        this.server = server;
        this.kind = kind;
        this.list = list;
        this.owners = owners;
        this.deltas = deltas;
        // Of an object what a snapshot has of it; of an ERROR the Status that stands in its place.
        this.parts = Projection.of("type", "object.code", "object.message", "object.metadata.resourceVersion")
                .and("object", kind.parts());
    }

    Kind kind() {
        return kind;
    }

    /**
     * Watches until the thread is interrupted.
     *
     * @throws ApiException when the server no longer knows that version, or refuses
     * @throws CycleFailedException when a delta cannot be sent
     */
    void run(String from) throws ApiException, CycleFailedException, InterruptedException {
        resourceVersion = from;
        for (int idle = 1; ; ) {
            String before = resourceVersion;
            try {
                Optional<ApiException> end = server.watch(path(), LONGEST_SILENCE, this::events);
                if (end.isPresent()) {
                    throw end.get();
                }
            } catch (ApiException e) {
                boolean passing = e.code() == ApiException.NO_ANSWER || e.code() == BUSY || e.code() >= SERVER_ERROR;
                if (!passing) {
                    throw e;
                }
            }
            // A watch that brings nothing and is closed is opened again after longer and longer pauses.
            idle = before.equals(resourceVersion) ? idle + 1 : 1;
            TimeUnit.NANOSECONDS.sleep(server.retry().backOff(idle).toNanos());
        }
    }

    private String path() {
        return "%swatch=true&allowWatchBookmarks=true&timeoutSeconds=%d&resourceVersion=%s"
                .formatted(list, LENGTH.toSeconds(), URLEncoder.encode(resourceVersion, StandardCharsets.UTF_8));
    }

    /** Takes events until the server ends them; with an ERROR, for its reason. */
    private Optional<ApiException> events(InputStream body) throws IOException {
        try (JsonParser parser = JsonValue.FORMAT.createParser(ObjectReadContext.empty(), body)) {
            while (parser.nextToken() != null) {
                JsonValue event = JsonValue.read(parser, parts);
                if (event.at("type").text("").equals("ERROR")) {
                    JsonValue status = event.at("object");
                    int code = (int) status.at("code").integer(ApiException.GONE);
                    return Optional.of(new ApiException(
                            code, code + " " + status.at("message").text("the watch failed")));
                }
                take(event);
            }
        }
        return Optional.empty();
    }

    private byte[] identity(JsonValue object) {
        return SnapshotWriter.json(json -> {
            json.writeStartObject();
            kind.identity(object, new Fields(json));
            json.writeEndObject();
        });
    }

    /** A change, or a bookmark, which is a version and nothing else. */
    private void take(JsonValue event) throws IOException {
        JsonValue object = event.at("object");
        String version = object.at("metadata", "resourceVersion").text(resourceVersion);
        String type = event.at("type").text("");
        if (CHANGES.contains(type)) {
            kind.identified(object);
            byte[] item = type.equals("DELETED") ? identity(object) : ChunkWriter.item(kind, object, owners);
            deltas.delta(kind, type, version, item);
        }
        resourceVersion = version;
    }
}
