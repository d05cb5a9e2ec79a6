package dev.e2e.lifecycle;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what was said. */
final class RecordingProgress implements Progress {
    final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void info(String line) {
        lines.add(line);
    }

    @Override
    public void warn(String line) {
        lines.add(line);
    }
}
