package dev.e2e.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A file under one of our names: read only when it is a plain file of this user, written without ever following a
 * symbolic link, never over what belongs to somebody else.
 */
final class OwnedFile {
    private static final int MOST = 64 * 1024;

    private final Path path;
    private final UserPrincipal self;
    private final Steps steps;
    private final FileOwner owner;

    OwnedFile(Path path, UserPrincipal self, Steps steps) {
        this.path = path;
        this.self = self;
        this.steps = steps;
        this.owner = new FileOwner(path, self);
    }

    /** What makes a new file its owner's only: on POSIX its mode, elsewhere what the directory hands down. */
    static FileAttribute<?>[] privateFile() {
        return mode("rw-------");
    }

    /** The same for a directory. */
    static FileAttribute<?>[] privateDirectory() {
        return mode("rwx------");
    }

    private static FileAttribute<?>[] mode(String permissions) {
        return StateDirectory.knows("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** The file's text, at most 64 KiB of it; empty when there is no file. */
    Optional<String> read() throws InvalidInputException {
        return read(MOST);
    }

    /** All of the file's text; empty when there is no file. */
    Optional<String> readAll() throws InvalidInputException {
        return read(Integer.MAX_VALUE);
    }

    private Optional<String> read(int most) throws InvalidInputException {
        owner.refuseOthers();
        try {
            owner.refuseNoFile();
            try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of(new String(in.readNBytes(most), StandardCharsets.UTF_8));
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new InvalidInputException("'%s' cannot be read: %s".formatted(path, Disk.reason(e)), e);
        }
    }

    /** The file, open for reading; empty when there is none. */
    Optional<FileChannel> open() throws InvalidInputException {
        owner.refuseOthers();
        try {
            owner.refuseNoFile();
            return Optional.of(FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new InvalidInputException("'%s' cannot be read: %s".formatted(path, Disk.reason(e)), e);
        }
    }

    /** Puts the text there with mode 0600: written aside, then moved over what was there in one step. */
    void write(String text) throws InvalidInputException {
        owner.refuseOthers();
        Path aside = null;
        try {
            aside = draft(text);
            Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE);
            steps.done("moved to " + path.getFileName());
        } catch (IOException e) {
            discard(aside);
            throw new InvalidInputException("'%s' cannot be written: %s".formatted(path, Disk.reason(e)), e);
        }
    }

    /** The text in a file of another name, which tells whose it is so that others can clear it away after a crash. */
    private Path draft(String text) throws IOException {
        Path draft = Files.createTempFile(
                Objects.requireNonNull(path.getParent()),
                ".%s.%d.".formatted(path.getFileName(), ProcessHandle.current().pid()),
                ".tmp",
                privateFile());
        boolean written = false;
        try {
            steps.done("made a draft of " + path.getFileName());
            Files.writeString(draft, text);
            steps.done("wrote a draft of " + path.getFileName());
            written = true;
            return draft;
        } finally {
            if (!written) {
                discard(draft);
            }
        }
    }

    /**
     * Makes an empty file with mode 0600; an earlier one with content is kept under the name with {@code .1} added.
     * Nobody but this user can put another file in its place, so it may be opened by its name afterwards.
     */
    void createFresh() throws InvalidInputException {
        owner.refuseOthers();
        try {
            if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && Files.size(path) > 0) {
                OwnedFile earlier = new OwnedFile(path.resolveSibling(path.getFileName() + ".1"), self, steps);
                earlier.owner.refuseOthers();
                Files.move(path, earlier.path, StandardCopyOption.ATOMIC_MOVE);
                steps.done("moved to " + earlier.path.getFileName());
            } else {
                Files.deleteIfExists(path);
            }
            Files.createFile(path, privateFile());
            steps.done("made " + path.getFileName());
        } catch (IOException e) {
            throw new InvalidInputException("'%s' cannot be made: %s".formatted(path, Disk.reason(e)), e);
        }
    }

    /** Makes a private directory, empty. */
    void createDirectory() throws InvalidInputException {
        deleteTree();
        try {
            Files.createDirectory(path, privateDirectory());
            steps.done("made " + path.getFileName());
        } catch (IOException e) {
            throw new InvalidInputException("'%s' cannot be made: %s".formatted(path, Disk.reason(e)), e);
        }
    }

    /** Removes the file; one that is not there is removed already. */
    void delete() throws InvalidInputException {
        owner.refuseOthers();
        try {
            if (Files.deleteIfExists(path)) {
                steps.done("removed " + path.getFileName());
            }
        } catch (IOException e) {
            throw new InvalidInputException("'%s' cannot be removed: %s".formatted(path, Disk.reason(e)), e);
        }
    }

    /** Removes the directory with all in it, links themselves and not what they point at. */
    void deleteTree() throws InvalidInputException {
        if (!exists()) {
            return;
        }
        owner.refuseOthers();
        try {
            TreeDeletion.run(path, steps);
        } catch (IOException e) {
            throw new InvalidInputException("'%s' cannot be removed: %s".formatted(path, Disk.reason(e)), e);
        }
    }

    /**
     * Gives the text this name, all at once and only if the name is free.
     *
     * @return whether the name was free
     */
    boolean claim(String text) throws InvalidInputException {
        Path aside = null;
        try {
            aside = draft(text);
            Files.createLink(path, aside);
            steps.done("linked to " + path.getFileName());
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new InvalidInputException("'%s' cannot be made: %s".formatted(path, Disk.reason(e)), e);
        } finally {
            discard(aside);
        }
    }

    /** Appends a line of our own to a log. */
    void append(String line) throws InvalidInputException {
        owner.refuseOthers();
        try (SeekableByteChannel channel = Files.newByteChannel(
                path, Set.of(StandardOpenOption.WRITE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS))) {
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new InvalidInputException("'%s' cannot be written: %s".formatted(path, Disk.reason(e)), e);
        }
    }

    /** Whether something is there, and it is this user's and no link. */
    boolean isOurs() {
        return owner.has();
    }

    private boolean exists() {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static void discard(@org.jspecify.annotations.Nullable Path aside) {
        if (aside == null) {
            return;
        }
        try {
            Files.deleteIfExists(aside);
        } catch (IOException e) {
            aside.toFile().deleteOnExit();
        }
    }
}
