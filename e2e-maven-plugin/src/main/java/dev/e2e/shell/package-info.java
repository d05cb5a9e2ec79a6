/** The generated script for {@code sh}, which speaks the same protocol as the plugin without a JVM. */
@NullMarked
package dev.e2e.shell;

import org.jspecify.annotations.NullMarked;
