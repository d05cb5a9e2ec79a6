package dev.e2e.readiness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what was added to a log since the last look, and searches each line that is whole by now. */
final class LogLineProbe implements Probe {
    private static final Pattern GROUP_NAME = Pattern.compile("\\(\\?<([A-Za-z][A-Za-z0-9]*)>");
    private static final int LONGEST_LINE = 64 * 1024;

    private final Path log;
    private final Pattern pattern;
    private final List<String> groups = new ArrayList<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteBuffer buffer = ByteBuffer.allocate(32 * 1024);
    private long position;

    LogLineProbe(Path log, Pattern pattern) {
        this.log = log;
        this.pattern = pattern;
        Matcher names = GROUP_NAME.matcher(pattern.pattern());
        while (names.find()) {
            groups.add(names.group(1));
        }
    }

    @Override
    public Optional<Map<String, String>> check() throws IOException {
        try (FileChannel channel = FileChannel.open(log, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            if (channel.size() < position) {
                position = 0; // the log was rotated
            }
            while (channel.read(buffer.clear(), position) > 0) {
                position += buffer.flip().remaining();
                while (buffer.hasRemaining()) {
                    Optional<Map<String, String>> found = accept(buffer.get());
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Map<String, String>> accept(byte next) {
        if (next != '\n') {
            if (line.size() < LONGEST_LINE) {
                line.write(next);
            }
            return Optional.empty();
        }
        Matcher matcher = pattern.matcher(line.toString(StandardCharsets.UTF_8));
        line.reset();
        if (!matcher.find()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String group : groups) {
            String value = matcher.group(group);
            if (value != null) {
                values.put(group, value);
            }
        }
        return Optional.of(values);
    }
}
