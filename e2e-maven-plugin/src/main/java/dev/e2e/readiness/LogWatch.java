package dev.e2e.readiness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Watches a log for the line that says that there is no use in waiting any longer. */
public final class LogWatch {
    private final LogReader reader;
    private final LineSearch search;

    /**
     * A watch from the log's beginning.
     *
     * @param log the process's log; rotated, it goes on in a file of the same name, the older part in {@code LOG.1}
     * @param pattern is searched in each whole line; a line on which it takes more than about half a second is passed over
     */
    public LogWatch(Path log, Pattern pattern) {
        this.reader = new LogReader(log);
        this.search = new LineSearch(pattern);
    }

    /**
     * Looks at what was added since the last look, at most 4 MiB; returns at once.
     *
     * @return the first whole line that matches, once there is one; the look after that goes on behind it
     * @throws IOException when the log is not there, is a symbolic link, or cannot be read
     */
    public Optional<String> check() throws IOException {
        return reader.search(line -> search.in(line).map(match -> line));
    }
}
