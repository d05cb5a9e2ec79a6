package dev.e2e.consumer;

import java.util.OptionalLong;

/** Where reading stands in the topic. */
interface PartitionLog {
    /** The offset that the next record of the partition will have; empty where its leader does not answer in time. */
    OptionalLong end(int partition);

    /** The offset that is read next; empty where it is not known. */
    OptionalLong position(int partition);
}
