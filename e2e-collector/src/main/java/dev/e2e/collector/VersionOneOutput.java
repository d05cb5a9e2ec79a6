package dev.e2e.collector;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Set;

/**
 * Snapshots as version 1 had them: one message without key and headers. What it cannot hold is not sent: a snapshot that
 * is larger than a message may be, and one that is partial, since nothing in it could say so.
 */
final class VersionOneOutput implements SnapshotOutput {
    private final SnapshotOutput output;
    private final Set<Kind> kinds;
    private final long largest;

    /**
     * Makes snapshots of version 1.
     *
     * @param output where the messages go
     * @param kinds those that are read, all of them of version 1
     * @param largest what a message may have, in bytes
     */
    VersionOneOutput(SnapshotOutput output, Set<Kind> kinds, long largest) {
        this.output = output;
        this.kinds = kinds;
        this.largest = largest;
    }

    @Override
    public void prepare() {
        output.prepare();
    }

    @Override
    public Delivery open() throws CycleFailedException {
        return new OneMessage(output.open(), new VersionOneMessage(kinds, largest));
    }

    @Override
    public boolean broken() {
        return output.broken();
    }

    @Override
    public boolean left() {
        return output.left();
    }

    @Override
    public void close() {
        output.close();
    }

    @Override
    public String toString() {
        return output + " in version 1";
    }

    private record OneMessage(Delivery delivery, VersionOneMessage message) implements Delivery {
        @Override
        public synchronized void send(RecordHead head, byte[] value) throws CycleFailedException {
            switch (head.type()) {
                case BEGIN -> {} // says what will be read, for which version 1 has no place
                case CHUNK -> message.add(head.kind().orElseThrow(), value);
                case DISCARD -> message.discard(head.kind().orElseThrow());
                case DELTA -> throw new IllegalStateException("WATCH is refused with version 1");
                case END -> sendAll(head, JsonValue.read(new ByteArrayInputStream(value)));
            }
        }

        private void sendAll(RecordHead head, JsonValue end) throws CycleFailedException {
            List<String> missing = end.at("errors").elements().stream()
                    .map(error -> "%s (%s)"
                            .formatted(
                                    error.at("kind").text(""),
                                    error.at("message").text("")))
                    .toList();
            if (!missing.isEmpty()) {
                throw new CycleFailedException(
                        "a message of version 1 cannot say that something is missing, and this would: %s; grant the rights, leave the kinds out of KINDS, or use OUTPUT=v2"
                                .formatted(String.join(", ", missing)));
            }
            delivery.sendBare(
                    message.json(end.at("timestamp").text(""), head.snapshot().clusterId()));
        }

        @Override
        public void sendBare(byte[] value) throws CycleFailedException {
            delivery.sendBare(value);
        }

        @Override
        public void awaitAcknowledged() throws CycleFailedException {
            delivery.awaitAcknowledged();
        }

        @Override
        public void close() {
            delivery.close();
        }
    }
}
