package dev.e2e.console;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** A terminal with a person at it: prints lines and reads answers. */
public final class Console implements AutoCloseable {
    private static final int COLUMNS = 80;
    private static final int ROWS = 24;

    private final Terminal terminal;
    private final LineReader reader;

    /** @param terminal closed with this console */
    public Console(Terminal terminal) {
        this.terminal = terminal;
        if (terminal.getWidth() == 0
                || terminal.getHeight() == 0) { // as in some containers; the prompt would not be seen
            terminal.setSize(new Size(COLUMNS, ROWS));
        }
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.BRACKETED_PASTE, false)
                .variable(LineReader.DISABLE_HISTORY, true)
                .build();
    }

    /**
     * The terminal of this JVM, by way of {@code stty(1)}.
     *
     * @throws IOException when it cannot be had
     */
    public static Console open() throws IOException {
        return new Console(TerminalBuilder.builder()
                .system(true)
                .dumb(true)
                .jni(false)
                .ffm(false)
                .build());
    }

    /** Prints these lines. */
    public void print(List<String> lines) {
        Style style = Style.of(terminal.encoding());
        lines.forEach(line -> terminal.writer().println(style.apply(line)));
        terminal.flush();
    }

    /**
     * Reads a line, without the spaces around it.
     *
     * @return empty at the end of input
     * @throws InterruptedException at Ctrl-C
     */
    public Optional<String> read(String prompt) throws InterruptedException {
        try {
            return Optional.of(reader.readLine(prompt).strip());
        } catch (EndOfFileException e) {
            return Optional.empty();
        } catch (UserInterruptException e) {
            throw new InterruptedException("Ctrl-C");
        }
    }

    @Override
    public void close() throws IOException {
        boolean interrupted = Thread.interrupted(); // which would keep stty(1) from putting the terminal right
        try {
            terminal.close();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
