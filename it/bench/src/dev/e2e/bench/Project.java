package dev.e2e.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Maven project in a directory of its own, with a directory for the state files of its processes.
 *
 * @param bench what it was made for
 * @param directory the project's
 */
record Project(Bench bench, Path directory) {
    /** A goal that finds nothing to do: no directory {@code target} is there. */
    static final String EMPTY_GOAL = "org.apache.maven.plugins:maven-clean-plugin:clean";

    private static final String HEAD = """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>bench</groupId>
              <artifactId>%s</artifactId>
              <version>1</version>
              <packaging>pom</packaging>
              <pluginRepositories>
                <pluginRepository>
                  <id>there-already</id>
                  <url>%s</url>
                  <releases><updatePolicy>never</updatePolicy><checksumPolicy>ignore</checksumPolicy></releases>
                  <snapshots><enabled>false</enabled></snapshots>
                </pluginRepository>
              </pluginRepositories>
            """;
    private static final String PLUGIN = """
              <build>
                <plugins>
                  <plugin>
                    <groupId>dev.e2e</groupId>
                    <artifactId>e2e-maven-plugin</artifactId>
                    <version>%s</version>
                    <configuration>
                      <processes>
                        %s
                      </processes>
                    </configuration>
                    <executions>
                      <execution><goals><goal>start</goal><goal>stop</goal></goals></execution>
                      %s
                    </executions>
                  </plugin>
                </plugins>
              </build>
            """;
    /** The status goal writes to a FIFO, and so waits until somebody reads it. */
    private static final String TESTS = """
            <execution>
              <id>tests</id>
              <goals><goal>status</goal></goals>
              <phase>integration-test</phase>
              <configuration><outputFile>%s</outputFile></configuration>
            </execution>
            """;

    /** Whether a build goes on by itself where its tests would run. */
    enum Held {
        GOES_ON,
        WAITS
    }

    /** Makes it, anew where it was there; without processes it does not have the plugin either. */
    static Project make(Bench bench, String name, Held held, List<String> processes) throws IOException {
        Path directory = Files.createDirectories(bench.work().resolve(name));
        Files.createDirectories(directory.resolve(".mvn")); // else Maven would take that of a directory above
        Project project = new Project(bench, directory);
        String tests = held == Held.GOES_ON ? "" : TESTS.formatted(project.fifo());
        String plugin =
                processes.isEmpty() ? "" : PLUGIN.formatted(bench.version(), String.join("\n", processes), tests);
        Files.writeString(
                directory.resolve("pom.xml"),
                HEAD.formatted(name, bench.source().toUri()) + plugin + "</project>\n");
        if (held == Held.WAITS) {
            project.makeFifo();
        }
        return project;
    }

    private Path fifo() {
        return directory.resolve("tests.fifo");
    }

    private void makeFifo() throws IOException {
        Files.deleteIfExists(fifo());
        try {
            if (new ProcessBuilder("mkfifo", fifo().toString())
                            .inheritIO()
                            .start()
                            .waitFor()
                    != 0) {
                throw new IOException("mkfifo failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Lets a build that waits go on, and returns what its status said. */
    String letGoOn() throws IOException {
        return Files.readString(fifo());
    }

    /** Where the state files of its processes lie. */
    Path states() {
        return directory.resolve("states");
    }

    /** A file of the process {@code child}, such as {@code pid}. */
    Path file(String suffix) {
        return states().resolve("e2e-child-bg." + suffix);
    }

    /** The PID of the process {@code child}, as its PID file has it. */
    long child() throws IOException {
        return Long.parseLong(Files.readString(file("pid")).strip());
    }

    /** Runs Maven here. */
    MavenRun run(String... arguments) throws IOException {
        List<String> command = command(arguments);
        command.add("-o");
        return MavenRun.start(bench, directory, command);
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                bench.maven().toString(),
                "-B",
                "-ntp",
                "-Dstyle.color=never",
                "-Dmaven.repo.local=" + bench.repository(),
                "-De2e.directory=" + states()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Lets Maven get into its local repository whatever it lacks, which the other runs, offline, then have. */
    void resolve() throws IOException, InterruptedException {
        MavenRun run =
                MavenRun.start(bench, directory, command(EMPTY_GOAL, "verify")).end();
        if (run.exitCode() != 0) {
            throw new IllegalStateException("the plugin does not run:\n" + run.text());
        }
    }

    /** Runs Maven here to its end; the build has to succeed. */
    MavenRun succeed(String... arguments) throws IOException, InterruptedException {
        MavenRun run = run(arguments).end();
        if (run.exitCode() != 0) {
            throw new IllegalStateException("mvn " + String.join(" ", arguments) + " failed:\n" + run.text());
        }
        return run;
    }
}
