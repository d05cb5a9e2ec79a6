package dev.e2e.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What all rows work with.
 *
 * @param maven the {@code mvn} program
 * @param repository the local repository that the plugin is installed in
 * @param source a local repository that Maven may take from what the other lacks
 * @param version the plugin's
 * @param work where the projects are made
 * @param classes where {@link HttpChild} is
 * @param mark in the environment of each Maven, and so of all that it starts
 * @param runs how often each figure is taken
 * @param quiet what the runs that are short wait for
 */
record Bench(
        Path maven,
        Path repository,
        Path source,
        String version,
        Path work,
        Path classes,
        String mark,
        int runs,
        Quiet quiet) {
    private static final String VARIABLE = "E2E_BENCH";
    private static final Duration LONGEST_END = Duration.ofSeconds(6);

    /** A trivial child: ready by its log at once. */
    static final String TRIVIAL = "echo READY; exec sleep 600";
    /** One that ignores TERM, with a child of its own that does so too. */
    static final String STUBBORN = "trap '' TERM; sleep 600 & echo READY; wait";

    /** A project with these processes. */
    Project project(String name, Project.Held held, String... processes) throws IOException {
        return Project.make(this, name, held, List.of(processes));
    }

    /** A process that runs a line of shell, in whose log READY says that it is ready. */
    static String shell(String name, String line, String... more) {
        return process(name, List.of("sh", "-c", line), "<readiness><log>^READY$</log></readiness>", more);
    }

    /** The process {@code child}, a JVM with an HTTP server on that port. */
    String http(int port) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classes.toString(),
                HttpChild.class.getName(),
                Integer.toString(port));
        return process("child", command, ready(port));
    }

    /** Ready when that port of this machine answers. */
    static String ready(int port) {
        return "<readiness><http>http://127.0.0.1:%d/</http></readiness>".formatted(port);
    }

    static String process(String name, List<String> command, String... more) {
        StringBuilder xml = new StringBuilder("<process><name>" + name + "</name><command>");
        command.forEach(word -> xml.append("<arg>").append(escaped(word)).append("</arg>"));
        return xml.append("</command>")
                .append(String.join("", more))
                .append("</process>")
                .toString();
    }

    private static String process(String name, List<String> command, String readiness, String[] more) {
        return process(name, command, readiness + String.join("", more));
    }

    /** As it stands in a POM, where Maven makes one dollar of two. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("$$", "$$$$");
    }

    /** Puts the mark into an environment. */
    void mark(Map<String, String> environment) {
        environment.put(VARIABLE, mark);
    }

    /** The PIDs of all that a Maven of this bench has started and that lives, and of such Mavens. */
    List<Long> marked() throws IOException {
        return Processes.withEnvironment(VARIABLE + "=" + mark);
    }

    /** Waits a moment for the end of all that Mavens of this bench have started, and says what does not end; ends that. */
    String left() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        List<Long> left = marked();
        while (!left.isEmpty() && System.nanoTime() - begin < LONGEST_END.toNanos()) {
            Thread.sleep(10);
            left = marked();
        }
        List<String> names = new ArrayList<>();
        for (long pid : left) {
            names.add(pid + " (" + Processes.commandLine(pid) + ")");
        }
        clear();
        return names.isEmpty() ? "" : "left behind: " + String.join(", ", names);
    }

    /** Ends all that Mavens of this bench have started. */
    void clear() throws IOException {
        for (List<Long> left = marked(); !left.isEmpty(); left = marked()) {
            for (long pid : left) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    /** A port that was free a moment ago. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The names of files in a directory, logs left out; none where there is no directory. */
    static List<String> files(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.matches(".*\\.log(\\.1)?"))
                    .sorted()
                    .toList();
        }
    }
}
