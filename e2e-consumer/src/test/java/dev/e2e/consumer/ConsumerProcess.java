package dev.e2e.consumer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The consumer as a process of its own, started as a user starts it. Killed at the end if it still runs. */
final class ConsumerProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile(" READY url=(\\S+)");

    private final Process process;
    private final Path out;
    private final Path err;

    private ConsumerProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** @param directory where what it prints goes */
    static ConsumerProcess start(Path directory, Map<String, String> environment, String... arguments)
            throws IOException {
        Path out = Files.createTempFile(directory, "consumer", ".out");
        Path err = Files.createTempFile(directory, "consumer", ".err");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                // without the test's own log settings
                System.getProperty("java.class.path").replace(testClasses(), ""),
                ConsumerMain.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        return new ConsumerProcess(builder.start(), out, err);
    }

    /** Its base URL, once it is ready. */
    String awaitUrl() {
        RunningConsumer.await().until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("ended with " + process.exitValue() + ": " + out() + err());
            }
            return READY.matcher(out()).find();
        });
        Matcher matcher = READY.matcher(out());
        if (!matcher.find()) {
            throw new AssertionError(out());
        }
        return matcher.group(1);
    }

    HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The most memory that it ever had, in bytes, as Linux counts it. */
    long peakMemory() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void terminate() {
        process.destroy();
    }

    void kill() {
        process.destroyForcibly();
    }

    /** Its exit code, which has to come soon. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(RunningConsumer.SOON.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still runs: " + out() + err());
        }
        return process.exitValue();
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static String testClasses() {
        return Path.of(URI.create(ConsumerProcess.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()))
                .toString();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
