package dev.e2e.readiness;

/**
 * Replaces late references: {@code @{name}} for something that is known only just before the launch.
 *
 * @param <E> what it throws for a reference to nothing
 */
@FunctionalInterface
public interface Resolver<E extends Exception> {

    /** The text with each reference replaced. */
    String resolve(String text) throws E;
}
