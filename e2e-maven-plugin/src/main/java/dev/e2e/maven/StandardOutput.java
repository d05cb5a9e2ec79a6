package dev.e2e.maven;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.maven.execution.MavenSession;

/** The standard output of the command, for documents that a script reads, and for what moves at a terminal. */
final class StandardOutput {
    private StandardOutput() {}

    /** Prints the text as it stands. */
    static void print(MavenSession session, String text) {
        PrintStream out = of(session);
        out.print(text);
        out.flush();
    }

    /**
     * What prints texts as they stand. Maven 4 sends what plugins print to {@code System.out} through its logger, line by
     * line with a prefix; there the file descriptor is written to, unless a daemon runs the build for a client elsewhere.
     */
    static PrintStream of(MavenSession session) {
        String version = session.getSystemProperties().getProperty("maven.version", "3");
        boolean captured = !version.startsWith("3") && System.getProperty("mvnd.home") == null;
        return captured
                ? new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)
                : System.out;
    }
}
