package dev.e2e.bench.collector;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JVM with the flags of the plugin, whose output is read here; it ends with the bench. */
final class Child implements AutoCloseable {
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    private final long started = System.nanoTime();
    private final Process process;
    private final BufferedReader lines;

    Child(String classPath, String heap, List<String> command, Map<String, String> environment) throws IOException {
        List<String> java = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx" + heap,
                "-cp",
                classPath));
        java.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(java).redirectErrorStream(true);
        builder.environment().remove("KUBECONFIG");
        builder.environment().putAll(environment);
        process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The next line that has the pattern. */
    MatchResult next(Pattern pattern) throws IOException {
        StringBuilder seen = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                return matcher.toMatchResult();
            }
            seen.append(line).append('\n');
        }
        throw new IllegalStateException("it ended before a line with " + pattern + ":\n" + seen);
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /** The most memory that was resident since its start, in MB. */
    long peakMegabytes() throws IOException {
        Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
        if (!peak.find()) {
            throw new IllegalStateException("no VmHWM of process " + process.pid());
        }
        return Long.parseLong(peak.group(1)) * 1024 / 1_000_000;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
