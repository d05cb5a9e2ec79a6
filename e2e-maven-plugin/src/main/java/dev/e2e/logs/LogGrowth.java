package dev.e2e.logs;

import dev.e2e.process.InvalidInputException;
import dev.e2e.process.ProcessFiles;
import dev.e2e.process.StateDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is added to a log, across rotations and launches.
 *
 * <p>A rotation copies the log's last part to {@code LOG.1} and makes the log itself empty: what was not read yet stands in
 * the copy, behind what was read last. A launch makes a new file and gives {@code LOG.1} the old one.
 */
final class LogGrowth {
    /** How much of what was read last has to be found again; more than the lines that repeat themselves. */
    private static final int ANCHOR = 1024;

    private final StateDirectory directory;
    private final Path log;
    private final Path earlier;
    private final LineSplitter lines;
    private final Runnable newLaunch;
    private final RecentBytes recent = new RecentBytes();
    private @Nullable Object key;
    private boolean seen;
    private long position;

    /** @param newLaunch is told when the log begins anew with another launch, before its lines */
    LogGrowth(StateDirectory directory, ProcessFiles files, LineSplitter lines, Runnable newLaunch) {
        this.directory = directory;
        this.log = files.log();
        this.earlier = files.earlierLog();
        this.lines = lines;
        this.newLaunch = newLaunch;
    }

    /** Reads a log that is open already, from one position to another, and goes on there. */
    void begin(LogFile file, long from, long to) throws IOException {
        if (!seen) {
            recent.add(file.read(Math.max(0, from - RecentBytes.MOST), from));
        }
        seen = true;
        key = file.key();
        position = file.read(from, to, this::add);
    }

    /** Reads what was added since the last look. */
    void look() throws InvalidInputException, IOException {
        Optional<LogFile> open = LogFile.open(directory, log);
        if (open.isEmpty()) {
            return;
        }
        try (LogFile file = open.get()) {
            if (seen && !Objects.equals(key, file.key())) {
                endOfLaunch();
            } else if (seen && hasBegunAnew(file)) {
                readRotated();
                position = 0;
            }
            begin(file, position, file.size());
        }
    }

    private void add(ByteBuffer block) {
        recent.add(block);
        lines.add(block);
    }

    private void endOfLaunch() throws InvalidInputException, IOException {
        Optional<LogFile> open = LogFile.open(directory, earlier);
        if (open.isPresent()) {
            try (LogFile file = open.get()) {
                if (Objects.equals(key, file.key())) {
                    file.read(position, file.size(), this::add);
                }
            }
        }
        lines.end();
        recent.clear();
        position = 0;
        newLaunch.run();
    }

    /** Whether what was read last is not where it was any more; it may have grown beyond that meanwhile. */
    private boolean hasBegunAnew(LogFile file) throws IOException {
        byte[] anchor = recent.last(Math.min(ANCHOR, position));
        return file.size() < position || !Arrays.equals(anchor, file.bytes(position - anchor.length, position));
    }

    private void readRotated() throws InvalidInputException, IOException {
        Optional<LogFile> open = LogFile.open(directory, earlier);
        if (open.isEmpty()) {
            return;
        }
        try (LogFile file = open.get()) {
            file.read(placeIn(file), file.size(), this::add);
        }
    }

    /** Where in the copy that was made by a rotation the reading goes on. */
    private long placeIn(LogFile copy) throws IOException {
        long size = copy.size();
        byte[] anchor = recent.last(Math.min(ANCHOR, Math.min(position, size / 2)));
        var end = copy.endOf(anchor, Math.min(position, size));
        if (end.isPresent()) {
            return end.getAsLong();
        }
        // Between the copying and the emptying more was read than there is in the copy.
        byte[] last = copy.bytes(Math.max(0, size - Math.min(ANCHOR, size / 2)), size);
        return recent.contain(last) ? size : 0;
    }
}
