/** Questions to a person at a terminal. */
@NullMarked
package dev.e2e.console;

import org.jspecify.annotations.NullMarked;
