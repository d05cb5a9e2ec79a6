package dev.e2e.readiness;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What has to be seen before a process counts as ready. Reads well after "waiting for".
 *
 * <p>Texts may hold late references {@code @{name}}, to be {@linkplain #resolve resolved} before {@link #probe} and
 * {@link #endpoints} are called. A constructor checks what stands around them and throws
 * {@link IllegalArgumentException}, which says what it found, what it expected and what to do; so does {@code resolve}
 * when a value does not fit.
 */
public sealed interface Readiness permits Readiness.LogLine {

    /** A probe for one launch, made before it: what is there already does not count. */
    Probe probe(ProbeContext context);

    /** The TCP ports that it asks, at any depth. */
    default List<Endpoint> endpoints() {
        return List.of();
    }

    /** The texts that may hold late references, at any depth. */
    default Stream<String> texts() {
        return Stream.empty();
    }

    /** The same with every late reference replaced, at any depth. */
    default <E extends Exception> Readiness resolve(Resolver<E> resolver) throws E {
        return this;
    }

    /**
     * A line in the process's log.
     *
     * @param pattern is searched in the first 64 KiB of each whole line; its named groups become the values that the
     *     process publishes; a line on which it takes more than about half a second is passed over
     */
    record LogLine(Pattern pattern) implements Readiness {
        @Override
        public Probe probe(ProbeContext context) {
            return new LogLineProbe(context.log(), pattern);
        }

        @Override
        public String toString() {
            return "a log line that matches '" + pattern + "'";
        }
    }
}
