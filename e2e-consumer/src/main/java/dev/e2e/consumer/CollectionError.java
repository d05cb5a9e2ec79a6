package dev.e2e.consumer;

/**
 * Why a kind is missing from a partial snapshot.
 *
 * @param code the HTTP status; 0 where none arrived
 */
record CollectionError(String kind, int code, String message) {}
