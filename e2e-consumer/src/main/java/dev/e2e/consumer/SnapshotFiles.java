package dev.e2e.consumer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes each verified snapshot to a file of its own, {@code SNAPSHOT_ID.jsonl}: its records that count, as they were
 * sent, begin and end included, one a line; chunks that were taken back and the discards that say so are not there. A file of that name is whole from its first moment; what is not verified yet lies in a hidden {@code
 * .part} of this process, and is removed when it will not be, or by the next process when this one was killed.
 */
final class SnapshotFiles implements SnapshotObserver {
    private static final Pattern PART = Pattern.compile("\\..*\\.([0-9]{1,10})\\.part");

    private final ValueParser parser = new ValueParser();
    private final Path directory;

    private SnapshotFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes the directory where it does not exist, and removes what processes have left in it that are gone.
     *
     * @throws IllegalArgumentException when it cannot be written to
     */
    static SnapshotFiles in(Path directory) {
        try {
            Files.createDirectories(directory);
            try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, ".*.part")) {
                for (Path part : parts) {
                    if (isOrphan(part.getFileName().toString())) {
                        Files.deleteIfExists(part);
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be made or cleared: " + e, e);
        }
        if (!Files.isWritable(directory)) {
            throw new IllegalArgumentException("cannot be written to; name another, or change its permissions");
        }
        return new SnapshotFiles(directory);
    }

    private static boolean isOrphan(String part) {
        Matcher matcher = PART.matcher(part);
        return matcher.matches()
                && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty();
    }

    @Override
    public void taken(SnapshotKey key, Message.SnapshotRecord record, byte[] value) {
        try {
            if (record instanceof Message.Discard discard) {
                takeBack(part(key), discard.kind());
            } else {
                add(part(key), value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("snapshot " + key.snapshotId() + " cannot be written to " + directory, e);
        }
    }

    private static void add(Path part, byte[] value) throws IOException {
        byte[] line = new byte[value.length + 1];
        for (int i = 0; i < value.length; i++) {
            line[i] = value[i] == '\n' || value[i] == '\r' ? (byte) ' ' : value[i]; // white space, as it is no text
        }
        line[value.length] = '\n';
        try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(line);
        }
    }

    /** Leaves the chunks of the kind out. The file is read once more, since it rarely happens, and not kept in memory. */
    private void takeBack(Path part, String kind) throws IOException {
        if (!Files.exists(part)) {
            return;
        }
        Path kept = part.resolveSibling(".kept" + part.getFileName());
        // Bytes as they are: each is a character of this set.
        try (BufferedReader lines = Files.newBufferedReader(part, StandardCharsets.ISO_8859_1);
                Writer rest = Files.newBufferedWriter(kept, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!isChunk(line.getBytes(StandardCharsets.ISO_8859_1), kind)) {
                    rest.write(line + '\n');
                }
            }
        }
        Files.move(kept, part, StandardCopyOption.ATOMIC_MOVE);
    }

    private boolean isChunk(byte[] line, String kind) throws IOException {
        try {
            RecordValue value = parser.parse(line);
            return RecordType.CHUNK.text().equals(value.type) && kind.equals(value.kind);
        } catch (UnreadableRecordException e) {
            throw new IOException("a record that was written cannot be read again: " + e.getMessage(), e);
        }
    }

    @Override
    public void ended(Outcome outcome) {
        if (!(outcome instanceof Outcome.Verified)) {
            dropped(outcome.key());
            return;
        }
        try {
            Files.move(
                    part(outcome.key()),
                    directory.resolve(outcome.key().snapshotId() + ".jsonl"),
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "snapshot " + outcome.key().snapshotId() + " cannot be written to " + directory, e);
        }
    }

    @Override
    public void dropped(SnapshotKey key) {
        try {
            Files.deleteIfExists(part(key));
        } catch (IOException e) {
            throw new UncheckedIOException(part(key) + " cannot be removed", e);
        }
    }

    /** Ids of snapshots are UUIDs, whoever sent them; those of clusters may be anything. */
    private Path part(SnapshotKey key) {
        return directory.resolve(".%s.%d-%08x.%d.part"
                .formatted(
                        key.snapshotId(),
                        key.partition(),
                        key.clusterId().hashCode(),
                        ProcessHandle.current().pid()));
    }
}
