package dev.e2e.collector;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Snapshots as JSON lines: the value of each record on a line of its own. Broken when its reader has gone. */
final class StandardOutput implements SnapshotOutput {
    private final OutputStream lines;
    private volatile boolean broken;

    /** @param target closed by whoever opened it */
    StandardOutput(OutputStream target) {
        lines = new BufferedOutputStream(target, 64 * 1024);
    }

    @Override
    public boolean broken() {
        return broken;
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
        public synchronized void sendBare(byte[] value) throws CycleFailedException {
            try {
                lines.write(value);
                lines.write('\n');
            } catch (IOException e) {
                throw failure(e);
            }
        }

        @Override
        public synchronized void awaitAcknowledged() throws CycleFailedException {
            try {
                lines.flush();
            } catch (IOException e) {
                throw failure(e);
            }
        }

        private CycleFailedException failure(IOException e) {
            broken = true;
            return new CycleFailedException("standard output: " + NetworkFailure.reason(e), e);
        }

        @Override
        public void close() {}
    }
}
