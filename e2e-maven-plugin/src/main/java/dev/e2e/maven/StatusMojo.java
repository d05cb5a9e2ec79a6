package dev.e2e.maven;

import dev.e2e.console.Terminals;
import dev.e2e.lifecycle.StatusJson;
import dev.e2e.lifecycle.StatusReport;
import dev.e2e.lifecycle.StatusText;
import dev.e2e.process.E2eException;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.ProcessFailureException;
import dev.e2e.process.ProcessName;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Shows what runs. Never changes a process; removes stale files, and says so. */
@Mojo(name = "status", threadSafe = true, requiresProject = false)
@SuppressWarnings("NullAway.Init") // Maven sets the parameters before it calls execute()
public final class StatusMojo extends AbstractE2eMojo {

    /** For a terminal: the cursor to the first column of the first row, and nothing after it. */
    private static final String CLEAR = "\033[H\033[J";

    /** How it is shown. */
    enum Format {
        TEXT,
        JSON
    }

    /** {@code text} for people, or {@code json}: one document on standard output, nothing of it through the logger. */
    @Parameter(property = "e2e.format", defaultValue = "text")
    private String format;

    /** Where the document goes instead of standard output. */
    @Parameter(property = "e2e.outputFile")
    private @Nullable File outputFile;

    /** Fails the build when one of the processes is not running. */
    @Parameter(property = "e2e.failIfNotRunning", defaultValue = "false")
    private boolean failIfNotRunning;

    /**
     * Shows it again and again until Ctrl-C, so long after each other: {@code 2s}, {@code 500ms}, or a number of seconds.
     * Once by default; {@code -De2e.watch} alone is every second.
     */
    @Parameter(property = "e2e.watch")
    private @Nullable String watch;

    @Override
    void run() throws E2eException, InterruptedException {
        Format chosen = Values.choice("e2e.format", format, Format.class);
        ManagedDirectory managed = ManagedDirectory.forReading(directory());
        Declarations declarations = declarations();
        Set<ProcessName> selected = selected(declarations, managed.names());
        if (watch != null) {
            watch(managed, managed.shown(selected, declarations));
        }
        StatusReport report = managed.look(managed.shown(selected, declarations));
        if (outputFile != null) {
            write(
                    chosen == Format.JSON
                            ? StatusJson.render(report)
                            : String.join("\n", StatusText.render(report)) + "\n");
        } else if (chosen == Format.JSON) {
            StandardOutput.print(session(), StatusJson.render(report));
        } else {
            for (String line : StatusText.render(report)) {
                getLog().info(line);
            }
        }
        if (failIfNotRunning) {
            failIfNotRunning(report);
        }
    }

    private static void failIfNotRunning(StatusReport report) throws ProcessFailureException {
        String notRunning = report.processes().stream()
                .filter(entry -> entry.state() != StatusReport.State.RUNNING)
                .map(entry -> entry.name() + " is " + entry.state().text())
                .collect(Collectors.joining(", "));
        if (!notRunning.isEmpty()) {
            throw new ProcessFailureException(
                    "Not all processes run: " + notRunning + "; start them with 'mvn e2e:start'");
        }
    }

    /** Ends by an interrupt only, or with the JVM. */
    private void watch(ManagedDirectory managed, Set<ProcessName> names) throws E2eException, InterruptedException {
        Duration pause =
                "true".equals(watch) ? Duration.ofSeconds(1) : Values.duration("e2e.watch", Values.orEmpty(watch));
        if (outputFile != null || !"text".equalsIgnoreCase(format)) {
            throw new InvalidInputException(
                    "e2e.watch: it shows text on the standard output; leave out e2e.outputFile and e2e.format");
        }
        String redraw = Terminals.attended(System.getenv()) ? CLEAR : "\n";
        while (true) {
            StringBuilder screen = new StringBuilder(redraw);
            for (String line : managed.status(names)) {
                screen.append(shownBy(style()).apply(line)).append('\n');
            }
            StandardOutput.print(session(), screen.toString());
            Thread.sleep(pause.toMillis());
        }
    }

    private void write(String text) throws InvalidInputException {
        File file = java.util.Objects.requireNonNull(outputFile);
        try {
            if (file.getAbsoluteFile().getParentFile() != null) {
                Files.createDirectories(file.getAbsoluteFile().getParentFile().toPath());
            }
            Files.writeString(file.toPath(), text);
        } catch (IOException e) {
            throw new InvalidInputException("e2e.outputFile: '%s' cannot be written: %s".formatted(file, e), e);
        }
    }
}
