/**
 * What the applications of this project share: settings from the environment, the log, the HTTP endpoints, and the way
 * a process starts, says that it is ready, and ends.
 */
@NullMarked
package dev.e2e.runtime;

import org.jspecify.annotations.NullMarked;
