/**
 * The collector: reads a Kubernetes cluster at a fixed rate and writes each reading as one snapshot to a Kafka topic.
 *
 * <p>The way of the data: {@code ApiServer} streams a page of a list, {@code ListPage} takes it apart object by object,
 * {@code Kind} says which fields of an object leave the cluster, {@code SnapshotWriter} cuts them into records, and
 * {@code KafkaOutput} sends these. {@code CycleLoop} says when.
 */
@NullMarked
package dev.e2e.collector;

import org.jspecify.annotations.NullMarked;
