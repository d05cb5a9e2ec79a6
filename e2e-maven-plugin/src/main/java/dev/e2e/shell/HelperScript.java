package dev.e2e.shell;

import dev.e2e.lifecycle.ProcessSpec;
import dev.e2e.process.InvalidInputException;
import dev.e2e.process.ProcessName;
import dev.e2e.process.ShellScript;
import dev.e2e.process.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The script {@code e2e-helper.sh}, which starts, shows and stops processes without Maven: one file that holds all it needs
 * for status and stop, and beside it, for its owner only, a launch file for each process that it can start.
 *
 * @param script where it is written
 * @param launches the directory of the launch files; they hold environments, so it is private
 * @param states the directory of the state files
 * @param project the directory of the project: processes of a live build elsewhere are not stopped
 * @param shown the processes that its status shows in any case, in this order
 * @param stopped the processes that its stop is about
 */
public record HelperScript(
        Path script,
        Path launches,
        StateDirectory states,
        Path project,
        Collection<ProcessName> shown,
        Set<ProcessName> stopped) {
    /** The script's file name. */
    public static final String NAME = "e2e-helper.sh";

    /** The file name of the script for port forwarding, which lies beside it. */
    public static final String PORT_FORWARD = "port-forward.sh";

    private static final String MARK = "# " + NAME + ": ";
    private static final List<String> PARTS =
            List.of("look.sh", "examine.sh", "status.sh", "end.sh", "stop.sh", "launch.sh", "conflicts.sh", "start.sh");
    private static final String RESOURCES = "/dev/e2e/shell/";

    /** Everything absolute, since the script is called from anywhere. */
    public HelperScript {
        script = script.toAbsolutePath().normalize();
        launches = launches.toAbsolutePath().normalize();
        project = project.toAbsolutePath().normalize();
        shown = List.copyOf(shown);
        stopped = new TreeSet<>(stopped);
    }

    /**
     * Writes the script, and the launch files of these processes.
     *
     * @throws InvalidInputException when a file cannot be written, or one of that name is not the plugin's
     */
    public void write(List<ProcessSpec> specs) throws InvalidInputException {
        try {
            if (Files.exists(script) && !Files.readString(script).contains(MARK)) {
                throw new InvalidInputException(
                        "e2e.helper.directory: '%s' was not written by this plugin; move it away, or name another directory"
                                .formatted(script));
            }
            PrivateFiles files = new PrivateFiles(launches);
            if (!specs.isEmpty()) {
                files.write("keeper.sh", ShellScript.text("keeper.sh"));
            }
            for (ProcessSpec spec : specs) {
                files.write(spec.name() + ".sh", LaunchFile.text(spec, states.files(spec.name())));
            }
            PrivateFiles.writeProgram(script, text());
            if (specs.stream().anyMatch(spec -> spec.name().value().equals("port-forward"))) {
                PrivateFiles.writeProgram(script.resolveSibling(PORT_FORWARD), portForward());
            }
        } catch (IOException e) {
            throw new InvalidInputException("e2e.helper.directory: '%s' cannot be written: %s".formatted(script, e), e);
        }
    }

    /** The script for the process {@code port-forward} alone, which calls this one. */
    private String portForward() {
        return ShellScript.text(RESOURCES + PORT_FORWARD)
                .replace("'@HELPER@'", ShellScript.quote(List.of(script.toString())))
                .replace(
                        "'@DIRECTORY@'", ShellScript.quote(List.of(states.path().toString())));
    }

    /** The script's text. */
    String text() {
        String text = part(RESOURCES + NAME);
        Map<String, String> values = Map.of(
                "SELF", script.toString(),
                "DIRECTORY", states.path().toString(),
                "LAUNCHES", launches.toString(),
                "PROJECT", project.toString(),
                "SHOWN", joined(shown),
                "STOPPED", joined(stopped));
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("'@" + value.getKey() + "@'", ShellScript.quote(List.of(value.getValue())));
        }
        return text.replace("# @PROTOCOL@\n", parts(ShellScript.protocol()))
                .replace(
                        "# @PARTS@\n",
                        parts(PARTS.stream().map(name -> RESOURCES + name).toList()));
    }

    private static String joined(Collection<ProcessName> names) {
        return names.stream().map(ProcessName::value).collect(Collectors.joining(" "));
    }

    private static String parts(List<String> resources) {
        return resources.stream().map(HelperScript::part).collect(Collectors.joining("\n"));
    }

    /** A part without what it says to ShellCheck about standing alone. */
    static String part(String resource) {
        return ShellScript.text(resource)
                .lines()
                .filter(line -> !line.startsWith("# shellcheck shell=")
                        && !line.startsWith("# shellcheck disable=SC2034,SC2154"))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
