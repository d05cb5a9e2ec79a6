/**
 * The consumer: reads the snapshots of clusters from Kafka and verifies that each arrived whole.
 *
 * <p>The way of a record: {@link dev.e2e.consumer.PollLoop} polls it, {@link dev.e2e.consumer.RecordReader} turns it into
 * a {@link dev.e2e.consumer.Message} or refuses it, {@link dev.e2e.consumer.Assembly} adds it to its snapshot, and
 * {@link dev.e2e.consumer.Report} says how the snapshot ended. What was refused goes through
 * {@link dev.e2e.consumer.DeadLetters}; {@link dev.e2e.consumer.Progress} knows what may be committed.
 */
@NullMarked
package dev.e2e.consumer;

import org.jspecify.annotations.NullMarked;
