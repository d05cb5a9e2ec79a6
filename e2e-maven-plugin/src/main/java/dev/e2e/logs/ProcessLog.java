package dev.e2e.logs;

import dev.e2e.process.InvalidInputException;
import dev.e2e.process.ProcessFiles;
import dev.e2e.process.ProcessState;
import dev.e2e.process.StateStore;
import dev.e2e.readiness.LineSearch;
import java.io.IOException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The log of one process: first its last lines, then, look by look, what is added. */
final class ProcessLog {
    private final StateStore store;
    private final ProcessFiles files;
    private final LogQuery query;
    private final @Nullable LineSearch grep;
    private final LastLines last;
    private final Consumer<String> out;
    private final LineSplitter lines = new LineSplitter(this::take);
    private final LogGrowth growth;
    private @Nullable Since since;
    private boolean following;

    ProcessLog(StateStore store, ProcessFiles files, LogQuery query, Consumer<String> out, Runnable newLaunch) {
        this.store = store;
        this.files = files;
        this.query = query;
        this.grep = query.grep().map(LineSearch::new).orElse(null);
        this.out = out;
        this.last = new LastLines(query.lines(), out);
        this.growth = new LogGrowth(store.directory(), files, lines, newLaunch);
    }

    /** Shows the last lines, one without an end too; tells whether there is a log. */
    boolean show() throws InvalidInputException, IOException {
        boolean any = read();
        lines.end();
        last.release();
        return any;
    }

    /** Shows the last lines, and gets ready to {@link #look}. */
    void begin() throws InvalidInputException, IOException {
        read();
        last.release();
        following = true;
    }

    /** Shows the lines that were added. */
    void look() throws InvalidInputException, IOException {
        following = true; // also where the beginning could not be read
        growth.look();
    }

    private boolean read() throws InvalidInputException, IOException {
        Optional<LogFile> log = LogFile.open(store.directory(), files.log());
        boolean earlier = readEarlier();
        if (log.isEmpty()) {
            return earlier;
        }
        try (LogFile file = log.get()) {
            cut(file);
            growth.begin(file, start(file), file.size());
            return true;
        }
    }

    /** What was rotated away; that of an earlier launch only where all is asked for. */
    private boolean readEarlier() throws InvalidInputException, IOException {
        Optional<LogFile> open = LogFile.open(store.directory(), files.earlierLog());
        if (open.isEmpty()) {
            return false;
        }
        try (LogFile file = open.get()) {
            boolean sameLaunch = isOfLaunch(file);
            if (!sameLaunch && query.lines() != LogQuery.ALL) {
                return false;
            }
            cut(file);
            file.read(start(file), file.size(), lines::add);
            if (!sameLaunch) {
                lines.end();
            }
            return true;
        }
    }

    /** Whether it was written to after what runs was launched, which only a rotation does. */
    private boolean isOfLaunch(LogFile earlier) throws InvalidInputException {
        return store.examine(files.name())
                .knownState()
                .map(ProcessState::startedAt)
                .filter(launch -> !earlier.modified().isBefore(launch))
                .isPresent();
    }

    private void cut(LogFile file) throws IOException {
        if (query.since().isPresent()) {
            since = Since.of(query.since().get(), ZoneId.systemDefault(), file);
        }
    }

    private long start(LogFile file) throws IOException {
        return query.lines() == LogQuery.ALL || query.filters() ? 0 : file.lastLines(query.lines(), file.size());
    }

    private void take(String line) {
        Since cut = since;
        if (!following && cut != null && !cut.includes(line)) {
            return;
        }
        if (grep != null && grep.in(line).isEmpty()) {
            return;
        }
        if (following) {
            out.accept(line);
        } else {
            last.add(line);
        }
    }
}
