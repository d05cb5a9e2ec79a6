package dev.e2e.infra;

import dev.e2e.runtime.InvalidSettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A directory for the data of this process alone, which goes with it. */
final class DataDirectory implements AutoCloseable {
    private static final String PREFIX = "e2e-infra-";
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");
    private static final int ATTEMPTS = 100;

    private final Path path;

    private DataDirectory(Path path) {
        this.path = path;
    }

    /**
     * Makes the directory, readable for its owner only.
     *
     * @param parent where it is made; the empty path for the system's place for temporary files
     * @throws InvalidSettingsException when the parent does not exist or cannot be written to
     */
    static DataDirectory make(Path parent) throws IOException {
        if (parent.toString().isEmpty()) {
            return new DataDirectory(Files.createTempDirectory(PREFIX).toRealPath());
        }
        if (!Files.isDirectory(parent) || !Files.isWritable(parent)) {
            throw new InvalidSettingsException(
                    List.of("%s: expected an existing directory that can be written to, got '%s'"
                            .formatted(InfraSettings.DATA_DIRECTORY.name(), parent)));
        }
        Path usual = parent.toRealPath()
                .resolve("e2e-infra"); // the same after a restart, for who knows the kubeconfig in it
        try {
            return new DataDirectory(Files.createDirectory(usual, PosixFilePermissions.asFileAttribute(PRIVATE)));
        } catch (FileAlreadyExistsException | UnsupportedOperationException e) {
            return new DataDirectory(Files.createTempDirectory(parent.toRealPath(), PREFIX));
        }
    }

    Path path() {
        return path;
    }

    /** Deletes the directory with all that is in it. Further calls change nothing. */
    @Override
    public void close() {
        try {
            Files.walkFileTree(path, new Deletion());
        } catch (IOException e) {
            throw new UncheckedIOException("The data could not be deleted: " + path, e);
        }
    }

    /** Deletes the directory though somebody still makes files in it, which ends when their directories are gone. */
    void deleteUnderWriters() {
        for (int attempt = 1; Files.exists(path) && attempt <= ATTEMPTS; attempt++) {
            try {
                close();
            } catch (UncheckedIOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Deletes what it meets, and does not mind when somebody else was quicker. */
    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
