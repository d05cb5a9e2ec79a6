package dev.e2e.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** Files in a directory that only its owner can enter: each is there whole or not at all. */
final class PrivateFiles {
    private static final boolean POSIX =
            java.nio.file.FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Path directory;

    /** Makes the directory where it is missing, and private where it is not. */
    PrivateFiles(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(Objects.requireNonNull(directory.getParent()));
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(directory, mode("rwx------"));
        } else if (POSIX) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    void write(String name, String text) throws IOException {
        write(directory.resolve(name), text, "rw-------");
    }

    /** A program that anybody may read and run; it holds no secret. */
    static void writeProgram(Path file, String text) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        write(file, text, "rwxr-xr-x");
    }

    /** Moved over what was there, so that a shell that still reads that goes on with it. */
    private static void write(Path file, String text, String permissions) throws IOException {
        Path draft = Files.createTempFile(file.getParent(), ".e2e-", ".tmp", mode("rw-------"));
        try {
            Files.writeString(draft, text);
            if (POSIX) {
                Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString(permissions));
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static FileAttribute<?>[] mode(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
