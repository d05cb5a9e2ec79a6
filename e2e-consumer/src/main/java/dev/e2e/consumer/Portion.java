package dev.e2e.consumer;

/** How much is taken from Kafka at a time. */
enum Portion {
    /** As many records as a small heap is enough for, while each is about as large as a collector's. */
    SOME,
    /** One record, since some of them are much larger; slower. */
    ONE
}
