package dev.e2e.maven;

import dev.e2e.logs.LogQuery;
import dev.e2e.logs.LogView;
import dev.e2e.process.E2eException;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.ProcessName;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Shows the last lines that processes printed, each behind the name of its process, also of those that have ended. Where
 * no process is named, those of the POM and all others that have files in the directory.
 */
@Mojo(name = "logs", threadSafe = true, requiresProject = false)
@SuppressWarnings("NullAway.Init") // Maven sets the parameters before it calls execute()
public final class LogsMojo extends AbstractE2eMojo {

    /** Goes on with what is printed from now on, across rotations and launches, until Ctrl-C. */
    @Parameter(property = "e2e.follow", defaultValue = "false")
    private boolean follow;

    /**
     * How many lines of each process; 0 is all that is there of its log and of {@code .log.1}. The default is 20, and with
     * {@code since} all.
     */
    @Parameter(property = "e2e.lines")
    private @Nullable String lines;

    /**
     * Only lines from then on: a duration back from now, such as {@code 5m}, {@code 90s} or {@code 2h}, or a moment, such
     * as {@code 2026-01-31T12:00:00Z} or, in local time, {@code 2026-01-31T12:00:00}. It goes by the times with which lines
     * begin; a log without any is shown as a whole where it was written to since then.
     */
    @Parameter(property = "e2e.since")
    private @Nullable String since;

    /** Only lines in which this regular expression is found. */
    @Parameter(property = "e2e.grep")
    private @Nullable String grep;

    @Override
    void run() throws E2eException, InterruptedException {
        LogQuery query = query();
        ManagedDirectory managed = ManagedDirectory.forReading(directory());
        Declarations declarations = declarations();
        Set<ProcessName> others = managed.store().directory().namesWithLogs();
        Set<ProcessName> selected = selected(declarations, others);
        boolean declared = session().getRequest().isProjectPresent();
        Set<ProcessName> names =
                selected.isEmpty() && !declared ? others : declarations.selectedOrAll(selected, others);
        if (names.isEmpty()) {
            getLog().info("No process has a log in "
                    + managed.store().directory().path());
        }
        LogView view = new LogView(managed.store(), query, new LogOutput(session(), names));
        if (follow) {
            view.follow(names);
        } else {
            view.show(names);
        }
    }

    private LogQuery query() throws InvalidInputException {
        Optional<Instant> from =
                since == null ? Optional.empty() : Optional.of(Values.moment("e2e.since", since, Instant.now()));
        try {
            return new LogQuery(
                    lines != null
                            ? Values.number("e2e.lines", lines)
                            : from.isPresent() ? LogQuery.ALL : LogQuery.DEFAULT_LINES,
                    from,
                    grep == null ? Optional.empty() : Optional.of(Values.pattern("e2e.grep", grep)));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("e2e.lines: " + e.getMessage(), e);
        }
    }
}
