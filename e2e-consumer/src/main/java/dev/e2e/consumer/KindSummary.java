package dev.e2e.consumer;

/**
 * What is said or found of a kind.
 *
 * @param count its objects
 * @param chunks the records that carried them
 * @param sha256 lower-case hexadecimal hash over the values of those records, in their order
 */
record KindSummary(long count, long chunks, String sha256) {}
