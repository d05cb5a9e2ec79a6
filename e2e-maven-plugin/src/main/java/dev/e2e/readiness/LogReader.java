package dev.e2e.readiness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads a growing log line by line, from its beginning; never through a symbolic link.
 *
 * <p>A rotation copies the log to {@code LOG.1} and then makes the log empty. A log that is shorter than what was read of
 * it has been rotated: what is left to read stands in the copy, and the log begins anew.
 */
final class LogReader {
    /** What a line is longer than this, in bytes, is not looked at. */
    static final int LONGEST_LINE = 64 * 1024;
    /** After so many bytes, or so much time, a search returns; the next one goes on from there. */
    static final int MOST_AT_ONCE = 4 * 1024 * 1024;

    private static final Duration LONGEST_SEARCH = Duration.ofMillis(250);

    private final Path log;
    private final Path rotated;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024).limit(0);
    private long position;
    private boolean inRotated;

    LogReader(Path log) {
        this.log = log;
        this.rotated = log.resolveSibling(log.getFileName() + ".1");
    }

    /**
     * Shows the lines that have become whole since the last search, one by one, until something is found.
     *
     * @param search gets a line without its end
     * @throws IOException when the log is not there, is a link, or cannot be read
     */
    <T> Optional<T> search(Function<String, Optional<T>> search) throws IOException {
        long begun = System.nanoTime();
        int read = 0;
        while (read < MOST_AT_ONCE) {
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                if (next != '\n') {
                    if (line.size() < LONGEST_LINE) {
                        line.write(next);
                    }
                    continue;
                }
                Optional<T> found = search.apply(take());
                if (found.isPresent() || System.nanoTime() - begun > LONGEST_SEARCH.toNanos()) {
                    return found;
                }
            }
            if (!fill()) {
                break;
            }
            read += buffer.remaining();
        }
        return Optional.empty();
    }

    private String take() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** Gets more bytes, and tells whether there were any. */
    private boolean fill() throws IOException {
        if (!inRotated) {
            try (FileChannel channel = open(log)) {
                inRotated = channel.size() < position;
                if (!inRotated) {
                    return fill(channel);
                }
            }
        }
        if (Files.isRegularFile(rotated, LinkOption.NOFOLLOW_LINKS)) {
            try (FileChannel channel = open(rotated)) {
                if (fill(channel)) {
                    return true;
                }
            }
        }
        inRotated = false;
        position = 0;
        return fill();
    }

    private boolean fill(FileChannel channel) throws IOException {
        int read = channel.read(buffer.clear(), position);
        buffer.flip();
        position += Math.max(read, 0);
        return read > 0;
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }
}
