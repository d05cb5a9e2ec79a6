/** Start, stop and status of a set of processes: order, conflicts, ownership and the report. */
@NullMarked
package dev.e2e.lifecycle;

import org.jspecify.annotations.NullMarked;
