package dev.e2e.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real Maven on a project below {@code src/builds}, in a process of its own. */
final class Build implements AutoCloseable {
    private final Path project;
    private final Path states;
    private Process process;

    /** Copies the project to this directory. */
    Build(String name, Path directory) throws IOException {
        project = Files.createDirectories(directory.resolve(name));
        states = directory.resolve("states");
        String pom = Files.readString(Path.of("src/builds", name, "pom.xml"))
                .replace("@project.version@", System.getProperty("e2e.it.version"))
                .replace("@version.maven-antrun-plugin@", System.getProperty("e2e.it.antrun"));
        Files.writeString(project.resolve("pom.xml"), pom);
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
                "-De2e.directory=" + states));
        arguments.addAll(List.of(goals));
        return arguments;
    }

    /** Starts Maven in a session and process group of its own, as a terminal does. */
    Build run(String... goals) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "setsid", Path.of(System.getProperty("e2e.it.maven"), "bin/mvn").toString()));
        command.addAll(arguments(goals));
        return launch(command);
    }

    Build launch(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(project.resolve("build.log").toFile());
        builder.environment().put("KUBECONFIG", "");
        builder.environment().put("MAVEN_OPTS", "-Duser.home=" + project);
        process = builder.start();
        return this;
    }

    /** Sends a signal to Maven's process group, as the terminal does at Ctrl-C. */
    void signalGroup(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -s " + signal + " -- -" + process.pid())
                .inheritIO()
                .start()
                .waitFor();
    }

    Path project() {
        return project;
    }

    Process process() {
        return process;
    }

    String log() {
        try {
            return Files.readString(project.resolve("build.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** What the build's processes have on disk, logs left out. */
    List<String> files() throws IOException {
        if (!Files.exists(states)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(states)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.matches(".*\\.log(\\.1)?"))
                    .sorted()
                    .toList();
        }
    }

    /** The command lines of what the build has started and of its guard, by PID. */
    List<String> processes() throws IOException {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path candidate : processes) {
                String command = read(candidate.resolve("cmdline")).replace('\0', ' ');
                boolean mavens = command.contains("classworlds") || command.contains(DaemonMain.class.getName());
                if (command.contains(states.toString()) && !mavens) {
                    found.add(candidate.getFileName() + " " + command);
                }
            }
        }
        return found;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // ended meanwhile
        }
    }

    @Override
    public void close() throws Exception {
        if (process != null) {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }
}
