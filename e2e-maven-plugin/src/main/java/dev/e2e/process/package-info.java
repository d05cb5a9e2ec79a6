/**
 * One process of the operating system: what proves that it is ours, how it is launched and stopped, and the files that
 * tell other builds and shells of it. Knows nothing of Maven, of sets of processes or of readiness.
 */
@NullMarked
package dev.e2e.process;

import org.jspecify.annotations.NullMarked;
