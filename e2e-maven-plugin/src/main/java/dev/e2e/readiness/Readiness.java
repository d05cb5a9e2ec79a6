package dev.e2e.readiness;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** What has to be seen before a process counts as ready. */
public sealed interface Readiness {

    /**
     * A line in the process's log.
     *
     * @param pattern is searched in each whole line; its named groups become the values that the process publishes
     */
    record LogLine(Pattern pattern) implements Readiness {
        @Override
        public Probe probe(Path log) {
            return new LogLineProbe(log, pattern);
        }

        @Override
        public String toString() {
            return "a log line that matches '" + pattern + "'";
        }
    }

    /** A probe for one launch, whose log begins empty. */
    Probe probe(Path log);
}
