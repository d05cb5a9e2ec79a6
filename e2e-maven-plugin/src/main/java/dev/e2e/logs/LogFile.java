package dev.e2e.logs;

import dev.e2e.process.InvalidInputException;
import dev.e2e.process.StateDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One log, open at what it was when it was opened; a plain file of this user. */
final class LogFile implements AutoCloseable {
    private static final int BLOCK = 64 * 1024;

    private final FileChannel channel;
    private final BasicFileAttributes attributes;

    private LogFile(FileChannel channel, BasicFileAttributes attributes) {
        this.channel = channel;
        this.attributes = attributes;
    }

    /** Opens it; empty where there is none. */
    static Optional<LogFile> open(StateDirectory directory, Path path) throws InvalidInputException, IOException {
        try {
            BasicFileAttributes before = attributes(path);
            Optional<FileChannel> channel = directory.openOwned(path);
            if (channel.isEmpty()) {
                return Optional.empty();
            }
            BasicFileAttributes after = attributes(path);
            if (Objects.equals(before.fileKey(), after.fileKey())) {
                return Optional.of(new LogFile(channel.get(), after));
            }
            channel.get().close(); // it was moved meanwhile, and which one is open nobody can say
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Tells files apart, also when they are moved; {@code null} where the system does not. */
    @Nullable Object key() {
        return attributes.fileKey();
    }

    /** When it was written last. */
    Instant modified() {
        return attributes.lastModifiedTime().toInstant();
    }

    long size() throws IOException {
        return channel.size();
    }

    /** What stands from one position to another, as far as it is there. */
    ByteBuffer read(long from, long to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BLOCK, Math.max(0, to - from)));
        int read = 0;
        while (buffer.hasRemaining() && read >= 0) {
            read = channel.read(buffer, from + buffer.position());
        }
        return buffer.flip();
    }

    /** Hands over all from one position to another, block by block; returns where that ended. */
    long read(long from, long to, Consumer<ByteBuffer> blocks) throws IOException {
        long position = from;
        while (position < to) {
            ByteBuffer block = read(position, to);
            if (!block.hasRemaining()) {
                break;
            }
            position += block.remaining();
            blocks.accept(block);
        }
        return position;
    }

    /** Where the last lines before a position begin, one that has no end yet included. */
    long lastLines(int lines, long before) throws IOException {
        int ends = 0;
        for (long end = before; end > 0; ) {
            long from = Math.max(0, end - BLOCK);
            ByteBuffer block = read(from, end);
            for (int i = block.limit() - 1; i >= 0; i--) {
                boolean isLast = from + i == before - 1; // which ends the last line, and begins none
                if (block.get(i) == '\n' && !isLast && ++ends == lines) {
                    return from + i + 1;
                }
            }
            end = from;
        }
        return 0;
    }

    /** The last position, up to a given one, at which these bytes end. */
    OptionalLong endOf(byte[] sought, long atMost) throws IOException {
        for (long end = atMost; end >= sought.length; ) {
            long from = Math.max(0, end - BLOCK);
            byte[] block = bytes(from, end);
            for (int i = block.length - sought.length; i >= 0; i--) {
                if (Arrays.equals(block, i, i + sought.length, sought, 0, sought.length)) {
                    return OptionalLong.of(from + i + sought.length);
                }
            }
            if (from == 0) {
                break;
            }
            end = from + sought.length - 1; // one that lies across the border of two blocks
        }
        return OptionalLong.empty();
    }

    /** What stands from one position to another, at most a block, as far as it is there. */
    byte[] bytes(long from, long to) throws IOException {
        ByteBuffer block = read(from, to);
        byte[] bytes = new byte[block.remaining()];
        block.get(bytes);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
