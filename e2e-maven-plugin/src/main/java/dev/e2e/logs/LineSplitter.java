package dev.e2e.logs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Makes lines of bytes that come bit by bit; a line of more than 64 KiB comes in pieces of that size. */
final class LineSplitter {
    static final int LONGEST_LINE = 64 * 1024;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Consumer<String> lines;

    /** @param lines gets each line without its end */
    LineSplitter(Consumer<String> lines) {
        this.lines = lines;
    }

    void add(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == '\n') {
                take();
                continue;
            }
            if (line.size() == LONGEST_LINE) {
                take();
            }
            line.write(next);
        }
    }

    /** Makes a line of what is there without an end. */
    void end() {
        if (line.size() > 0) {
            take();
        }
    }

    private void take() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        lines.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
}
