package dev.e2e.consumer;

/** What became of a record of a snapshot. */
enum Disposition {
    /** It was added to its snapshot. */
    TAKEN,
    /** It was seen before; dropped. */
    DUPLICATE,
    /** It belongs to a snapshot on which the word was spoken before its end; dropped. */
    LEFTOVER
}
