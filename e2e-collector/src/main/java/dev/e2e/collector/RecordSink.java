package dev.e2e.collector;

/** Where the records of one snapshot go. */
interface RecordSink {
    /**
     * Hands over the next record; it may not have arrived when this returns.
     *
     * @throws CycleFailedException when this record, or one before it, cannot arrive
     */
    void send(RecordHead head, byte[] value) throws CycleFailedException;
}
