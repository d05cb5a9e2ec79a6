package dev.e2e.builtin;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A short-lived JVM that finds something out.
 *
 * @param java the program
 * @param directory where it runs
 * @param options of the JVM, beside those of all
 */
record JavaTool(Path java, Path directory, List<String> options, List<Path> classPath, String mainClass) {
    /** The exit code of our applications for settings that they cannot use. */
    static final int USAGE = 2;

    private static final long END_WITHIN_SECONDS = 30;

    /**
     * How it ended.
     *
     * @param exitCode of the process
     * @param output what it printed
     * @param errors what it printed on standard error
     */
    record Result(int exitCode, String output, String errors) {}

    /** Runs it to its end, however long that takes; where this is interrupted, so is it. */
    Result run(List<String> arguments, Map<String, String> environment) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java.toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(options);
        command.add("-cp");
        command.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(mainClass);
        command.addAll(arguments);
        Path errors = Files.createTempFile("e2e-tool", ".err"); // readable by its owner alone
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(directory.toFile()).redirectError(errors.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                process.getOutputStream().close();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (!process.waitFor(END_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                    throw new IOException("%s has closed its output and does not end".formatted(mainClass));
                }
                return new Result(process.exitValue(), output, Files.readString(errors));
            } finally {
                process.destroyForcibly();
            }
        } finally {
            Files.deleteIfExists(errors);
        }
    }
}
