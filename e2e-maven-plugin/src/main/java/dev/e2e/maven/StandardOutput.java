package dev.e2e.maven;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.maven.execution.MavenSession;

/** The standard output of the command, for documents that a script reads. */
final class StandardOutput {
    private StandardOutput() {}

    /**
     * Prints the text as it stands. Maven 4 sends what plugins print to {@code System.out} through its logger, line by
     * line with a prefix; there the file descriptor is written to, unless a daemon runs the build for a client elsewhere.
     */
    static void print(MavenSession session, String text) {
        String version = session.getSystemProperties().getProperty("maven.version", "3");
        boolean captured = !version.startsWith("3") && System.getProperty("mvnd.home") == null;
        if (captured) {
            PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
            out.print(text);
            out.flush();
        } else {
            System.out.print(text);
            System.out.flush();
        }
    }
}
