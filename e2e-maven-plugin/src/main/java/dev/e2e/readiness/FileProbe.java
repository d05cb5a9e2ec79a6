package dev.e2e.readiness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Waits for a file that is not the one that was there when the probe was made, or has changed since. */
final class FileProbe implements Probe {
    private final Path file;
    private final Optional<Snapshot> before;
    private String seen = "";

    /** The same for the same file with the same content, as far as its directory entry tells. */
    private record Snapshot(@Nullable Object key, long size, FileTime modified) {}

    FileProbe(Path file) {
        this.file = file;
        this.before = look();
        this.seen = "";
    }

    @Override
    public Optional<Map<String, String>> check() {
        Optional<Snapshot> now = look();
        if (now.isEmpty()) {
            return Optional.empty();
        }
        if (now.equals(before)) {
            seen = "the file was there before the launch and has not changed since";
            return Optional.empty();
        }
        return Optional.of(Map.of());
    }

    private Optional<Snapshot> look() {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Snapshot(found.fileKey(), found.size(), found.lastModifiedTime()));
        } catch (IOException e) {
            seen = Evidence.of(e);
            return Optional.empty();
        }
    }

    @Override
    public String lastSeen() {
        return seen;
    }

    @Override
    public void close() {
        // it holds nothing open between two looks
    }
}
