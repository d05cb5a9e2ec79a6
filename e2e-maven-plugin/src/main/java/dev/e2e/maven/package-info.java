/** The goals and their configuration: they convert and delegate. The only package that imports Maven. */
@NullMarked
package dev.e2e.maven;

import org.jspecify.annotations.NullMarked;
