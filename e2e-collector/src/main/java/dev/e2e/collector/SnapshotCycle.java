package dev.e2e.collector;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One reading of the cluster, from the first request to the acknowledgement of the last record. */
final class SnapshotCycle implements CycleLoop.Cycle {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotCycle.class);
    /** Objects asked for at once. */
    private static final int PAGE = 500;

    private final ApiServer server;
    private final KafkaOutput output;
    private final Set<Kind> kinds;
    private final Clock clock;
    private final UuidV7 ids = new UuidV7();

    SnapshotCycle(ApiServer server, KafkaOutput output, Set<Kind> kinds, Clock clock) {
        this.server = server;
        this.output = output;
        this.kinds = kinds;
        this.clock = clock;
    }

    @Override
    public CycleResult run() throws InterruptedException {
        Instant started = clock.instant();
        String clusterId;
        String version;
        try {
            clusterId = clusterId();
            version = version();
        } catch (ApiException e) {
            return new CycleResult.Failed("Kubernetes API at %s: %s".formatted(server.url(), e.reason()));
        } catch (CycleFailedException e) {
            return new CycleResult.Failed(e.reason());
        }
        RecordHead.Snapshot snapshot = new RecordHead.Snapshot(ids.next(started).toString(), clusterId);
        try (KafkaOutput.Delivery delivery = output.open()) {
            SnapshotWriter writer = new SnapshotWriter(snapshot, version, delivery, clock);
            writer.begin(kinds);
            List<KindResult> results = readAll(writer);
            int chunks = writer.records() - 1;
            writer.end(results, Duration.between(started, clock.instant()));
            delivery.awaitAcknowledged();
            Instant finished = clock.instant();
            return new CycleResult.Sent(new SnapshotReport(
                    snapshot.id(), chunks, writer.bytes(), Duration.between(started, finished), finished, results));
        } catch (CycleFailedException e) {
            if (Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException("asked to end").initCause(e);
            }
            return new CycleResult.Failed(e.reason());
        }
    }

    private String clusterId() throws ApiException, CycleFailedException, InterruptedException {
        try {
            String uid = server.get("api/v1/namespaces/kube-system", JsonValue::read)
                    .at("metadata", "uid")
                    .text("");
            if (!uid.isEmpty()) {
                return uid;
            }
        } catch (ApiException e) {
            if (e.code() != 403 && e.code() != 404) {
                throw e;
            }
            LOG.debug("no id of namespace kube-system ({}); the server's address takes its place", e.reason());
        }
        return HexFormat.of().formatHex(ChunkWriter.sha256().digest(server.url().getBytes(StandardCharsets.UTF_8)));
    }

    private String version() throws ApiException, CycleFailedException, InterruptedException {
        try {
            return server.get("version", JsonValue::read).at("gitVersion").text("unknown");
        } catch (ApiException e) {
            if (e.code() == ApiException.NO_ANSWER) {
                throw e;
            }
            return "unknown";
        }
    }

    private List<KindResult> readAll(SnapshotWriter writer) throws CycleFailedException, InterruptedException {
        Owners owners = new Owners();
        List<KindResult> results = new ArrayList<>();
        for (Kind kind : kinds) {
            results.add(read(kind, writer.chunks(kind, owners)));
        }
        return results;
    }

    private KindResult read(Kind kind, ChunkWriter chunks) throws CycleFailedException, InterruptedException {
        String resourceVersion = "";
        try {
            String next = "";
            do {
                String query = next.isEmpty() ? "" : "&continue=" + encoded(next);
                ListPage page =
                        server.get(kind.path() + "?limit=" + PAGE + query, body -> ListPage.read(body, chunks::add));
                resourceVersion = resourceVersion.isEmpty() ? page.resourceVersion() : resourceVersion;
                next = page.next();
            } while (!next.isEmpty());
            return new KindResult(kind, Optional.of(chunks.finish(resourceVersion)), Optional.empty());
        } catch (ApiException e) {
            KindResult.Sent sent = chunks.finish(resourceVersion);
            if (e.code() == 404 && sent.count() == 0) {
                LOG.debug("the cluster does not serve {} {}", kind.apiVersion(), kind.id());
                return new KindResult(kind, Optional.empty(), Optional.empty());
            }
            return new KindResult(
                    kind,
                    Optional.of(sent).filter(some -> some.chunks() > 0),
                    Optional.of(new KindResult.Problem(e.code(), e.reason())));
        }
    }

    private static String encoded(String token) {
        return URLEncoder.encode(token, StandardCharsets.UTF_8);
    }
}
