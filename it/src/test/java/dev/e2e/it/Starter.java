package dev.e2e.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One who starts the processes, and may be killed while it does: a JVM of its own, or a real Maven. */
final class Starter {
    /** What it is. */
    enum Kind {
        /** For nobody; it ends when they are ready. */
        NOBODYS,
        /** As a build, which stays until it is told to stop them. */
        OWNER,
        /** A real build. */
        MAVEN;

        boolean owns() {
            return this != NOBODYS;
        }
    }

    private final Build build;
    private final Kind kind;

    /** Starts it on the project of this build. */
    Starter(Build build, Kind kind) throws IOException {
        this.build = build;
        this.kind = kind;
        Files.deleteIfExists(build.project().resolve("target/go-on"));
        Files.deleteIfExists(build.project().resolve("target/tests-run"));
        if (kind == Kind.MAVEN) {
            build.run("verify", "-De2e.force=true");
        } else {
            build.launch(List.of(
                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    classPath(),
                    StarterMain.class.getName(),
                    build.project().toString(),
                    build.leftovers().states().toString(),
                    Boolean.toString(kind == Kind.OWNER)));
        }
    }

    /** What a launch writes its record with; the plugin's own dependency. */
    private static Class<?> json() {
        try {
            return Class.forName("com.google.gson.JsonElement");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** No more than it needs: each jar before the right one costs time. */
    private static String classPath() {
        return Stream.of(StarterMain.class, dev.e2e.lifecycle.SetStart.class, json())
                .map(type -> new File(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                        .toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    Kind kind() {
        return kind;
    }

    /** Whether it has started all, as far as can be seen. */
    boolean hasStarted() {
        return switch (kind) {
            case NOBODYS -> !build.process().isAlive();
            case OWNER -> build.log().contains("started\n");
            case MAVEN -> Files.exists(build.project().resolve("target/tests-run"));
        };
    }

    boolean isAlive() {
        return build.process().isAlive();
    }

    void kill() throws InterruptedException {
        build.process().destroyForcibly().waitFor();
    }

    /** Lets it come to its end, now or as soon as it has started all. */
    void letEnd() throws IOException {
        if (kind == Kind.MAVEN) {
            build.withQuickTests();
        } else if (kind == Kind.OWNER && isAlive()) {
            try {
                build.process().getOutputStream().write('\n');
                build.process().getOutputStream().flush();
            } catch (IOException e) {
                return; // it has ended just now
            }
        }
    }

    /** Waits for its end. */
    void awaitEnd() throws InterruptedException {
        if (!build.process().waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end: " + build.log());
        }
    }

    String log() {
        return build.log();
    }
}
