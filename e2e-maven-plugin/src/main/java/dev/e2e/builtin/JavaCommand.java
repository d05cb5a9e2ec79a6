package dev.e2e.builtin;

import dev.e2e.process.LaunchSpec;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A JVM whose class path and arguments are in an argument file, since they may be longer than a command line.
 *
 * @param java the {@code java} program
 * @param options of the JVM
 * @param classPath jars and directories
 * @param arguments of the main class
 */
public record JavaCommand(
        Path java, List<String> options, List<Path> classPath, String mainClass, List<String> arguments) {
    private static final String FILE = "java.args";

    public JavaCommand {
        options = List.copyOf(options);
        classPath = List.copyOf(classPath);
        arguments = List.copyOf(arguments);
    }

    /** Program and arguments. */
    public List<String> command() {
        return List.of(java.toString(), "@" + LaunchSpec.WORK_DIRECTORY + "/" + FILE);
    }

    /** The argument file, which goes to the process's work directory. */
    public Map<String, String> workFiles() {
        List<String> words = new ArrayList<>(options);
        // What libraries unpack, native code above all, goes with the process even when it is killed.
        words.add("-Djava.io.tmpdir=" + LaunchSpec.WORK_DIRECTORY);
        words.add("-cp");
        words.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        words.add(mainClass);
        words.addAll(arguments);
        return Map.of(FILE, words.stream().map(JavaCommand::quote).collect(Collectors.joining("\n", "", "\n")));
    }

    /** Quoted as the {@code java} command reads its argument files. */
    private static String quote(String word) {
        return '"'
                + word.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + '"';
    }
}
