package dev.e2e.logs;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts one log at a moment by the times that its lines begin with. A line without one is as old as the line before it, and
 * those before the first time as old as that. A log of which no line has a time counts, as a whole, when it was written to
 * after the moment.
 */
final class Since {
    private final Instant moment;
    private final ZoneId zone;
    private boolean inside;

    private Since(Instant moment, ZoneId zone, Instant first) {
        this.moment = moment;
        this.zone = zone;
        this.inside = !first.isBefore(moment);
    }

    static Since of(Instant moment, ZoneId zone, LogFile log) throws IOException {
        return new Since(moment, zone, firstTime(log, zone).orElse(log.modified()));
    }

    private static Optional<Instant> firstTime(LogFile log, ZoneId zone) throws IOException {
        List<Instant> found = new ArrayList<>();
        LineSplitter lines = new LineSplitter(line -> LineTime.of(line, zone).ifPresent(found::add));
        long position = 0;
        while (found.isEmpty()) {
            var block = log.read(position, log.size());
            if (!block.hasRemaining()) {
                lines.end();
                break;
            }
            position += block.remaining();
            lines.add(block);
        }
        return found.stream().findFirst();
    }

    /** Whether the next line is of that moment or later. */
    boolean includes(String line) {
        LineTime.of(line, zone).ifPresent(time -> inside = !time.isBefore(moment));
        return inside;
    }
}
