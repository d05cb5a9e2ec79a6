/** Shows what processes print: their last lines, and what comes after them. */
@NullMarked
package dev.e2e.logs;

import org.jspecify.annotations.NullMarked;
