package dev.e2e.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real Maven on a project below {@code src/builds}, in a process of its own. */
final class Build implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** Nohup and a shell's background ignore some, which is inherited; a user's Maven at a terminal ignores none. */
    private static final List<String> WITH_DEFAULT_SIGNALS = List.of("env", "--default-signal=HUP,INT,QUIT");

    private final Path project;
    private final Leftovers leftovers;
    private Process process;

    /** Copies the project to this directory, where its files about processes will lie, too. */
    Build(String name, Path directory) throws IOException {
        this(name, directory, directory.resolve("states"));
    }

    /** Copies the project to this directory. */
    Build(String name, Path directory, Path states) throws IOException {
        project = Files.createDirectories(directory.resolve(name));
        leftovers = new Leftovers(project, states);
        Path source = Path.of("src/builds", name);
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.toList()) {
                String text = Files.readString(file)
                        .replace("@project.version@", System.getProperty("e2e.it.version"))
                        .replace("@version.maven-antrun-plugin@", System.getProperty("e2e.it.antrun"));
                Files.writeString(project.resolve(source.relativize(file)), text);
            }
        }
        String settings = Files.readString(Path.of("src/it/settings.xml"))
                .replace(
                        "@localRepositoryUrl@",
                        Path.of(System.getProperty("e2e.it.userRepository"))
                                .toUri()
                                .toString());
        Files.writeString(project.resolve("settings.xml"), settings);
    }

    /** What Maven is called with, goals last. */
    List<String> arguments(String... goals) {
        List<String> arguments = new ArrayList<>(List.of(
                "-B",
                "-ntp",
                "-s",
                project.resolve("settings.xml").toString(),
                "-Dmaven.repo.local=" + System.getProperty("e2e.it.repository"),
                "-De2e.directory=" + leftovers.states()));
        arguments.addAll(List.of(goals));
        return arguments;
    }

    /** Starts Maven in a session and process group of its own, as a terminal does. */
    Build run(String... goals) throws IOException {
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(WITH_DEFAULT_SIGNALS);
        command.add(Path.of(System.getProperty("e2e.it.maven"), "bin/mvn").toString());
        command.addAll(arguments(goals));
        return launch(command);
    }

    /** Starts Maven at a terminal, that script(1) makes, with nothing but the keys that are typed for its input. */
    Build atTerminal(String... goals) throws IOException {
        List<String> maven = arguments(goals);
        maven.remove("-B");
        maven.add(0, Path.of(System.getProperty("e2e.it.maven"), "bin/mvn").toString());
        String line = String.join(" ", WITH_DEFAULT_SIGNALS) + " -u CI TERM=xterm '" + String.join("' '", maven) + "'";
        return launch(List.of("script", "-q", "-e", "-c", line, "/dev/null"));
    }

    /** Types at its terminal. */
    void type(String keys) throws IOException {
        process.getOutputStream().write(keys.getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
    }

    Build launch(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(project.resolve("build.log").toFile());
        builder.environment().put("KUBECONFIG", "");
        builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -Duser.home=" + project);
        process = builder.start();
        return this;
    }

    /** Lets the tests of the project end as soon as they begin. */
    Build withQuickTests() throws IOException {
        Files.createFile(Files.createDirectories(project.resolve("target")).resolve("go-on"));
        return this;
    }

    /** Sends a signal to Maven's process group, as the terminal does at Ctrl-C. */
    void signalGroup(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -s " + signal + " -- -" + process.pid())
                .inheritIO()
                .start()
                .waitFor();
    }

    /** Waits until the tests of the project run. */
    void awaitTests() {
        awaitFile(project.resolve("target/tests-run"));
    }

    /** Waits until a process is launched. */
    void awaitLaunch(String name) {
        awaitFile(leftovers.states().resolve("e2e-" + name + "-bg.pid"));
    }

    private void awaitFile(Path file) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Files.exists(file) || !process.isAlive());
        assertThat(process.isAlive()).as(this::log).isTrue();
    }

    /** Waits until this build has said something. */
    void awaitLog(String text) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> log().contains(text) || !process.isAlive());
        assertThat(log()).contains(text);
    }

    /** Waits for Maven's end and returns its exit code. */
    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(this::log)
                .isTrue();
        return process.exitValue();
    }

    Path project() {
        return project;
    }

    Process process() {
        return process;
    }

    Leftovers leftovers() {
        return leftovers;
    }

    String log() {
        try {
            return Files.readString(project.resolve("build.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() throws Exception {
        if (process != null) {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }
}
