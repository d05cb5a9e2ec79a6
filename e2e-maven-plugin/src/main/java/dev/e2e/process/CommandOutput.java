package dev.e2e.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What commands of the operating system print; the seam at which a test puts output that was recorded elsewhere. */
@FunctionalInterface
interface CommandOutput {
    /** A command that takes longer is killed. */
    long PATIENCE_SECONDS = 10;

    /** All that the command prints, byte for character; empty where it cannot be run. */
    String of(List<String> command);

    /** The output of a real run. */
    static String real(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            CompletableFuture<Process> unused = process.onExit()
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .exceptionally(
                            late -> process.destroyForcibly()); // not otherwise: it closes what is yet to be read
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
