package dev.e2e.collector;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reading of the cluster, from the first request to the acknowledgement of the last record. A thread that is
 * interrupted while it reads ends the snapshot as one that is partial, and stays interrupted.
 */
final class SnapshotCycle implements CycleLoop.Cycle {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotCycle.class);

    private final ApiServer server;
    private final SnapshotOutput output;
    private final Selection selection;
    private final Pace pace;
    private final Clock clock;
    private final Optional<Watches> watches;
    private final UuidV7 ids = new UuidV7();

    SnapshotCycle(ApiServer server, SnapshotOutput output, Selection selection, Pace pace, Clock clock) {
        this(server, output, selection, pace, clock, Optional.empty());
    }

    /** @param watches what runs between two cycles */
    SnapshotCycle(
            ApiServer server,
            SnapshotOutput output,
            Selection selection,
            Pace pace,
            Clock clock,
            Optional<Watches> watches) {
        this.server = server;
        this.output = output;
        this.selection = selection;
        this.pace = pace;
        this.clock = clock;
        this.watches = watches;
    }

    @Override
    public CycleResult run() throws InterruptedException {
        watches.ifPresent(Watches::stop);
        Instant started = clock.instant();
        Budget waits = Budget.of(pace.waits());
        String clusterId;
        String version;
        try {
            clusterId = clusterId(waits);
            version = version(waits);
        } catch (ApiException e) {
            return new CycleResult.Failed("Kubernetes API at %s: %s".formatted(server.url(), e.reason()));
        } catch (CycleFailedException e) {
            return new CycleResult.Failed(e.reason());
        }
        RecordHead.Snapshot snapshot = new RecordHead.Snapshot(ids.next(started).toString(), clusterId);
        boolean toldToEnd = false;
        try (SnapshotOutput.Delivery delivery = output.open()) {
            SnapshotWriter writer = new SnapshotWriter(snapshot, version, delivery, clock);
            writer.begin(selection.kinds());
            Owners owners = new Owners();
            SideBySide.Outcome read = readAll(writer, owners, waits);
            toldToEnd = read.toldToEnd();
            writer.end(read.kinds(), Duration.between(started, clock.instant()));
            delivery.awaitAcknowledged();
            Instant finished = clock.instant();
            if (!toldToEnd && watches.isPresent()) {
                watches.get().start(writer, owners, read.kinds());
            }
            return new CycleResult.Sent(new SnapshotReport(
                    snapshot.id(),
                    writer.records(),
                    writer.chunks(),
                    writer.bytes(),
                    Duration.between(started, finished),
                    finished,
                    read.kinds()));
        } catch (CycleFailedException e) {
            if (Thread.interrupted() || toldToEnd) {
                throw (InterruptedException) new InterruptedException("asked to end").initCause(e);
            }
            return new CycleResult.Failed(e.reason());
        } finally {
            if (toldToEnd) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private String clusterId(Budget waits) throws ApiException, CycleFailedException, InterruptedException {
        try {
            String uid = server.get("api/v1/namespaces/kube-system", waits, JsonValue::read)
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

    private String version(Budget waits) throws ApiException, CycleFailedException, InterruptedException {
        try {
            return server.get("version", waits, JsonValue::read)
                    .at("gitVersion")
                    .text("unknown");
        } catch (ApiException e) {
            if (e.code() == ApiException.NO_ANSWER) {
                throw e;
            }
            return "unknown";
        }
    }

    private SideBySide.Outcome readAll(SnapshotWriter writer, Owners owners, Budget waits)
            throws CycleFailedException, InterruptedException {
        KindReader reader = new KindReader(server, selection.namespaces(), waits);
        return new SideBySide(reader, writer, owners, pace.lists()).read(selection.kinds());
    }
}
