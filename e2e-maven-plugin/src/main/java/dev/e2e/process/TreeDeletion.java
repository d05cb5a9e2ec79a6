package dev.e2e.process;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Removes a directory with all in it: links themselves, and not what they point at. */
final class TreeDeletion extends SimpleFileVisitor<Path> {
    private static final int ATTEMPTS = 10;

    private final Steps steps;

    private TreeDeletion(Steps steps) {
        this.steps = steps;
    }

    /** Removes it, also when somebody who is about to end still writes there. */
    static void run(Path directory, Steps steps) throws IOException {
        for (int left = ATTEMPTS - 1; ; left--) {
            try {
                Files.walkFileTree(directory, new TreeDeletion(steps));
                return;
            } catch (DirectoryNotEmptyException e) {
                if (left == 0) {
                    throw e;
                }
            }
        }
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Files.deleteIfExists(file);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
        if (e instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE; // its own process was quicker
        }
        throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
        if (e != null) {
            throw e;
        }
        Files.deleteIfExists(directory);
        steps.done("removed " + directory.getFileName());
        return FileVisitResult.CONTINUE;
    }
}
