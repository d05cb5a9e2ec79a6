package dev.e2e.collector;

/** Where snapshots go. */
interface SnapshotOutput extends AutoCloseable {

    /**
     * Loads and starts what sending needs, so that the first snapshot need not wait for it. Failures are not reported:
     * that snapshot makes its own attempt. Returns early when this is closed.
     */
    void prepare();

    /** Starts the delivery of a snapshot. */
    Delivery open() throws CycleFailedException;

    /** Whether no snapshot will ever arrive any more. */
    boolean broken();

    /** Whether it is broken because its reader has gone, as {@code head} does: that is no failure, and nothing to say. */
    boolean left();

    @Override
    void close();

    /** The records of one snapshot on their way. Closing it without {@link #awaitAcknowledged} gives it up. */
    interface Delivery extends RecordSink, AutoCloseable {
        /**
         * Hands over a value without key and headers, as version 1 had it.
         *
         * @throws CycleFailedException as {@link #send}
         */
        void sendBare(byte[] value) throws CycleFailedException;

        /**
         * Waits until all records have arrived for good.
         *
         * @throws CycleFailedException when one of them has not
         */
        void awaitAcknowledged() throws CycleFailedException;

        @Override
        void close();
    }
}
