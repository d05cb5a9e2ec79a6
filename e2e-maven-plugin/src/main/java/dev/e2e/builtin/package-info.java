/** The processes that come with the plugin, and the infrastructure that they need. Knows nothing of Maven. */
@NullMarked
package dev.e2e.builtin;

import org.jspecify.annotations.NullMarked;
