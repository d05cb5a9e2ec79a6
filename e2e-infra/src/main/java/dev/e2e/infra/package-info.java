/**
 * The infrastructure of end-to-end tests: is there a Kafka broker and a Kubernetes API server, and where there is none,
 * embedded ones in a process of their own.
 */
@NullMarked
package dev.e2e.infra;

import org.jspecify.annotations.NullMarked;
