package dev.e2e.lifecycle;

import dev.e2e.process.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/** The last lines of a log, as evidence in a message. */
final class LogTail {
    private static final int LINES = 20;
    private static final int BYTES = 16 * 1024;

    private LogTail() {}

    /** The path and the last lines, each indented, ready to follow a message. */
    static String of(Path log) {
        List<String> lines = lines(log);
        if (lines.isEmpty()) {
            return "log: %s (empty, or not to be read%s)"
                    .formatted(log, Disk.isFull(log) ? "; no space left on its disk" : "");
        }
        return "log: " + log + ", its last lines:\n  | " + String.join("\n  | ", lines);
    }

    /** The last lines; none where it cannot be read. */
    static List<String> lines(Path log) {
        try (FileChannel channel = FileChannel.open(log, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            long from = Math.max(0, channel.size() - BYTES);
            ByteBuffer buffer = ByteBuffer.allocate(BYTES);
            channel.read(buffer, from);
            String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
            List<String> lines = text.lines().toList();
            return lines.subList(
                    Math.max(from > 0 ? Math.min(1, lines.size()) : 0, lines.size() - LINES), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }
}
