/** When is a process ready. Knows nothing of how processes are launched or stopped. */
@NullMarked
package dev.e2e.readiness;

import org.jspecify.annotations.NullMarked;
