package dev.e2e.process;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Removes a directory with all in it: links themselves, and not what they point at. */
final class TreeDeletion {
    private static final int ATTEMPTS = 10;

    private final Steps steps;

    private TreeDeletion(Steps steps) {
        this.steps = steps;
    }

    /** Removes it, also when somebody who is about to end still writes there. */
    static void run(Path directory, Steps steps) throws IOException {
        for (int left = ATTEMPTS - 1; ; left--) {
            try {
                new TreeDeletion(steps).delete(directory);
                return;
            } catch (DirectoryNotEmptyException e) {
                if (left == 0) {
                    throw e;
                }
            }
        }
    }

    /** Not by a file visitor, which takes some milliseconds when it is first used, after the processes are gone. */
    private void delete(Path path) throws IOException {
        boolean isDirectory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        if (isDirectory) {
            deleteEntries(path);
        }
        Files.deleteIfExists(path);
        if (isDirectory) {
            steps.done("removed " + path.getFileName());
        }
    }

    private void deleteEntries(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                delete(entry);
            }
        } catch (NoSuchFileException e) {
            return; // its own process was quicker
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }
}
