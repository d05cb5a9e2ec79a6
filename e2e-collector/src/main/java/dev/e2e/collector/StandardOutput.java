package dev.e2e.collector;

import dev.e2e.runtime.NetworkFailure;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/**
 * Snapshots as JSON lines: the value of each record on a line of its own, there for its reader at once. Broken when that
 * has gone, or the disk is full.
 */
final class StandardOutput implements SnapshotOutput {
    private final OutputStream lines;
    private volatile boolean broken;
    private volatile boolean left;

    /** @param target closed by whoever opened it */
    StandardOutput(OutputStream target) {
        lines = new BufferedOutputStream(target, 64 * 1024);
    }

    @Override
    public boolean broken() {
        return broken;
    }

    @Override
    public boolean left() {
        return left;
    }

    @Override
    public void prepare() {}

    @Override
    public Delivery open() {
        return new Lines();
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "standard output";
    }

    private final class Lines implements Delivery {
        @Override
        public void send(RecordHead head, byte[] value) throws CycleFailedException {
            sendBare(value);
        }

        @Override
        public void sendBare(byte[] value) throws CycleFailedException {
            try {
                synchronized (lines) { // of watches that end and the snapshot that follows, each line is whole
                    lines.write(value);
                    lines.write('\n');
                    lines.flush();
                }
            } catch (IOException e) {
                throw failure(e);
            }
        }

        @Override
        public void awaitAcknowledged() {}

        private CycleFailedException failure(IOException e) {
            left = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("broken pipe");
            broken = true;
            return new CycleFailedException("standard output: " + NetworkFailure.reason(e), e);
        }

        @Override
        public void close() {}
    }
}
