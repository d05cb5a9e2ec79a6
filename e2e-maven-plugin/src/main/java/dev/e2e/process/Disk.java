package dev.e2e.process;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The disk that a file lies on. A process that cannot write to its log cannot say so there. */
public final class Disk {
    private Disk() {}

    /** Whether there is no space left; not where that cannot be found out. */
    public static boolean isFull(Path file) {
        try {
            return Files.getFileStore(file).getUsableSpace() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Why something could not be done with a file, without the file's name, which the exception often begins with. */
    static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileSystemException problem && problem.getReason() != null) {
            return problem.getReason();
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
