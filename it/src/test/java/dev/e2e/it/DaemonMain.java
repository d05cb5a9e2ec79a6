package dev.e2e.it;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A JVM that builds several times and lives on in between, as a Maven daemon's does. Maven's jars are its class path. */
final class DaemonMain {
    private DaemonMain() {}

    /** Arguments: the project, how often, and Maven's own; after each build the file {@code built-N} appears. */
    public static void main(String[] arguments) throws Exception {
        Path project = Path.of(arguments[0]);
        String[] maven = java.util.Arrays.copyOfRange(arguments, 2, arguments.length);
        System.setProperty("maven.multiModuleProjectDirectory", project.toString());
        Class<?> cli = Class.forName("org.apache.maven.cli.MavenCli");
        for (int build = 1; build <= Integer.parseInt(arguments[1]); build++) {
            Object code = cli.getMethod("doMain", String[].class, String.class, PrintStream.class, PrintStream.class)
                    .invoke(cli.getConstructor().newInstance(), maven, project.toString(), System.out, System.out);
            Files.writeString(project.resolve("built-" + build), "exit code " + code);
        }
        new java.util.concurrent.CountDownLatch(1).await(); // until the test ends it
    }
}
